namespace OnnxTrain;

/// <summary>Values that the modules of the model that is being made want as outputs of its file.</summary>
internal static class ExposedValues
{
    [ThreadStatic]
    private static List<(string Name, Value Value)>? _current;

    /// <summary>Runs <paramref name="trace"/> and gives the values that were named meanwhile, in their order.</summary>
    public static (T Result, IReadOnlyList<(string Name, Value Value)> Values) Collect<T>(Func<T> trace)
    {
        var outer = _current;
        _current = [];
        try
        {
            return (trace(), _current);
        }
        finally
        {
            _current = outer;
        }
    }

    /// <summary>Outside a model nothing is kept.</summary>
    public static void Add(string name, Value value)
    {
        if (_current is null) return;
        if (_current.Exists(v => v.Name == name))
            throw new ArgumentException(
                $"{(Scope.Path.Length > 0 ? $"In {Scope.Path}: " : "")}the model has an output '{name}' already; each needs a name of "
                    + "its own, also of modules that are used twice.",
                nameof(name));
        _current.Add((name, value));
    }
}
