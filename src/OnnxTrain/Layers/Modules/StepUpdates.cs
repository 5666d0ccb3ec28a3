namespace OnnxTrain;

/// <summary>The updates of buffers, such as running statistics, that the modules of a model make at the end of each training
/// step.</summary>
internal static class StepUpdates
{
    [ThreadStatic]
    private static Dictionary<Variable, Value>? _current;

    /// <summary>Runs <paramref name="trace"/> and gives the updates that were asked for meanwhile, each variable once.</summary>
    public static (T Result, IReadOnlyList<Assignment> Updates) Collect<T>(Func<T> trace)
    {
        var outer = _current;
        _current = [];
        try
        {
            var result = trace();
            return (result, [.. _current.Select(pair => new Assignment(pair.Key, pair.Value))]);
        }
        finally
        {
            _current = outer;
        }
    }

    /// <summary>
    /// Adds to what becomes of a variable in a step; a module that is used twice updates its variables twice. Outside a model nothing is
    /// kept.
    /// </summary>
    public static void Add(Variable variable, Func<Value, Value> update)
    {
        var before = _current is not null && _current.TryGetValue(variable, out var earlier) ? earlier : variable.ToValue();
        var after = update(before);
        if (after.Type != before.Type)
            throw new ShapeException(
                $"{(Scope.Path.Length > 0 ? $"In {Scope.Path}: " : "")}the variable {variable} cannot take the new value {after.Type}: "
                    + "type and shape have to be its own.");
        if (_current is not null)
            _current[variable] = after;
    }
}
