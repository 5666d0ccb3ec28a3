namespace OnnxTrain;

/// <summary>Names of modules: from the field that holds a module, its index in a list, or its type.</summary>
internal static class ModuleNames
{
    /// <summary>The name of a child of the current module: that of its field, or of its type if no field holds it.</summary>
    public static string Of(Module module) => (Trace.Module as Module)?.NameOf(module) ?? Lower(module.GetType().Name.Split('`')[0]);

    /// <summary>
    /// The name of a field in paths: a field <c>_linear1</c>, a property <c>Linear1</c> and a constructor's parameter <c>linear1</c> are
    /// <c>linear1</c>.
    /// </summary>
    public static string OfField(string field)
    {
        // <Linear1>k__BackingField of a property, <linear1>P of a parameter of a primary constructor
        if (field.StartsWith('<') && field.IndexOf('>', StringComparison.Ordinal) is > 1 and var end) field = field[1..end];
        var name = field.TrimStart('_');
        return name.Length == 0 ? field : Lower(name);
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
