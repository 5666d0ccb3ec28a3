namespace OnnxTrain;

/// <summary>Names of modules: that of the field that holds a module, its place in a list, or its type.</summary>
internal static class ModuleNames
{
    /// <summary>The modules of the model that is being made, by path.</summary>
    [ThreadStatic]
    private static Dictionary<string, Module>? _byPath;

    [ThreadStatic]
    private static Module? _current;

    /// <summary>Runs <paramref name="trace"/> with an empty list of names.</summary>
    public static T Fresh<T>(Func<T> trace)
    {
        using var scope = Scope.Traced();
        var outer = _byPath;
        _byPath = [];
        try
        {
            return trace();
        }
        finally
        {
            _byPath = outer;
        }
    }

    /// <summary>The name of a child within the current scope: <paramref name="name"/>, numbered where another module has it.</summary>
    public static string Claim(Module module, string name)
    {
        for (var n = 1; ; n++)
        {
            var candidate = n == 1 ? name : Invariant($"{name}_{n}");
            if (_byPath is null || _byPath.TryAdd(Scope.Join(Scope.Path, candidate), module)
                || _byPath[Scope.Join(Scope.Path, candidate)] == module)
                return candidate;
        }
    }

    /// <summary>The module whose <c>Forward</c> is running on this thread, until disposed.</summary>
    public static Restorer Enter(Module module)
    {
        var restorer = new Restorer(_current);
        _current = module;
        return restorer;
    }

    /// <summary>The name of a child of the module under way: its field's, or that of its type where no field holds it.</summary>
    public static string Of(Module module) => _current?.NameOf(module) ?? Lower(module.GetType().Name.Split('`')[0]);

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

    public readonly ref struct Restorer(Module? outer)
    {
        public void Dispose() => _current = outer;
    }
}
