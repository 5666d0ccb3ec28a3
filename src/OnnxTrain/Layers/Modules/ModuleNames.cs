namespace OnnxTrain;

/// <summary>Names of modules: that of the field that holds a module, its place in a list, or its type.</summary>
internal static class ModuleNames
{
    /// <summary>The name of a child of the module under way: its field's, or that of its type where no field holds it.</summary>
    public static string Of(Module module) => (Trace.Module as Module)?.NameOf(module) ?? Lower(module.GetType().Name.Split('`')[0]);

    /// <summary>
    /// The name of a field as it stands in paths: <c>_linear1</c>, a property <c>Linear1</c> and a constructor's parameter <c>linear1</c>
    /// are <c>linear1</c>.
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
