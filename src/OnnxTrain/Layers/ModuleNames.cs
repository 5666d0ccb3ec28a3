namespace OnnxTrain;

/// <summary>
/// Names of modules, taken from the expressions by which they are used: the field <c>_linear1</c> is <c>linear1</c>, the
/// elements of <c>_layers</c> are <c>layers.0</c>, <c>layers.1</c> …
/// </summary>
internal static class ModuleNames
{
    /// <summary>The modules of the model that is being made, by path.</summary>
    [ThreadStatic]
    private static Dictionary<string, Module>? _byPath;

    private static int _traces;

    [ThreadStatic]
    private static int _trace;

    /// <summary>The number of the trace under way on this thread; 0 outside a model.</summary>
    public static int Trace => _trace;

    /// <summary>Runs <paramref name="trace"/> with an empty list of names.</summary>
    public static T Fresh<T>(Func<T> trace)
    {
        var (outer, outerTrace) = (_byPath, _trace);
        (_byPath, _trace) = ([], Interlocked.Increment(ref _traces));
        try
        {
            return trace();
        }
        finally
        {
            (_byPath, _trace) = (outer, outerTrace);
        }
    }

    /// <summary>The name of a child within the current scope: <paramref name="name"/>, numbered where another module has it.</summary>
    public static string Claim(Module module, string name)
    {
        var isElement = name.EndsWith(".0", StringComparison.Ordinal);
        var stem = isElement ? name[..^2] : name;
        for (var n = 0; ; n++)
        {
            var candidate = isElement ? Invariant($"{stem}.{n}") : n == 0 ? stem : Invariant($"{stem}_{n + 1}");
            if (_byPath is null || _byPath.TryAdd(Scope.Join(Scope.Path, candidate), module)
                || _byPath[Scope.Join(Scope.Path, candidate)] == module)
                return candidate;
        }
    }

    /// <summary>The name that a C# expression suggests; <c>.0</c> at its end marks the element of a list.</summary>
    public static string FromExpression(string expression, Module module)
    {
        var text = expression.Trim();
        var isElement = text.EndsWith(']');
        if (isElement) text = text[..text.LastIndexOf('[')];
        text = text[(text.LastIndexOf('.') + 1)..].TrimStart('_', '@');
        if (text.Length == 0 || !text.All(c => char.IsLetterOrDigit(c) || c == '_')) text = module.GetType().Name;
        text = char.ToLowerInvariant(text[0]) + text[1..];
        return isElement ? $"{text}.0" : text;
    }
}
