namespace OnnxTrain;

/// <summary>
/// The state while a graph is written on this thread: the path in the model, the element type of its variables, and, while a model is
/// created, the names of its modules, the updates of its buffers and the additional outputs of its file.
/// </summary>
internal sealed record Trace
{
    private static readonly Trace Outside = new();

    [ThreadStatic]
    private static Trace? _current;

    private static int _count;

    private string _path = "";
    private ElementType _elementType;
    private int _number;
    private object? _module;
    private Dictionary<string, object>? _modules;
    private Dictionary<Variable, Value>? _updates;
    private List<(string Name, Value Value)>? _outputs;

    private Trace()
    {
    }

    /// <summary>The number of the model that is being created on this thread, ascending from 1; 0 outside a model.</summary>
    public static int Number => Current._number;

    /// <summary>The names of the current modules from the outermost to the innermost, joined by dots; empty outside modules.</summary>
    public static string Path => Current._path;

    /// <summary>The element type that variables get when they are first read: float32 unless the model sets another.</summary>
    public static ElementType ElementType => Current._elementType;

    /// <summary>The module whose <c>Forward</c> is running; null outside modules.</summary>
    public static object? Module => Current._module;

    /// <summary>The updates of the buffers of the model, one per buffer.</summary>
    public static IReadOnlyList<Assignment> Updates => [.. (Current._updates ?? []).Select(pair => new Assignment(pair.Key, pair.Value))];

    /// <summary>The additional outputs of the model's file, in the order of the calls.</summary>
    public static IReadOnlyList<(string Name, Value Value)> Outputs => [.. Current._outputs ?? []];

    /// <summary>The modules of the model by path.</summary>
    public static IReadOnlyDictionary<string, object> Modules => Current._modules ?? [];

    private static Trace Current => _current ?? Outside;

    public static string Join(string path, string name) =>
        path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";

    /// <summary>Begins a new model, until disposed.</summary>
    public static Restorer Begin() => Enter(Current with
    {
        _number = Interlocked.Increment(ref _count),
        _modules = new(StringComparer.Ordinal),
        _updates = [],
        _outputs = [],
    });

    /// <summary>Appends a name to the path, until disposed.</summary>
    public static Restorer Named(string name) => Enter(Current with { _path = Join(Path, name) });

    /// <summary>Sets the path, regardless of the current one, until disposed.</summary>
    public static Restorer At(string path) => Enter(Current with { _path = path });

    /// <summary>Sets the element type of variables, until disposed.</summary>
    public static Restorer Typed(ElementType elementType) => Enter(Current with { _elementType = elementType });

    /// <summary>Sets the module whose <c>Forward</c> is running, until disposed.</summary>
    public static Restorer Within(object module) => Enter(Current with { _module = module });

    /// <summary>The name of a child in the current path: <paramref name="name"/>, with a number if another module has this name.</summary>
    public static string Claim(object module, string name)
    {
        for (var n = 1; ; n++)
        {
            var candidate = n == 1 ? name : Invariant($"{name}_{n}");
            var path = Join(Path, candidate);
            if (Current._modules is not { } modules || modules.TryAdd(path, module) || modules[path] == module) return candidate;
        }
    }

    /// <summary>
    /// Adds an update of a variable in a step; a module that is used twice updates its variables twice. Outside a model the update is
    /// discarded.
    /// </summary>
    public static void AddUpdate(Variable variable, Func<Value, Value> update)
    {
        var updates = Current._updates;
        var before = updates is not null && updates.TryGetValue(variable, out var earlier) ? earlier : variable.ToValue();
        var after = update(before);
        if (after.Type != before.Type)
            throw new ShapeException(
                $"{Place}the variable {variable} cannot take the new value {after.Type}: its type and shape must not change.");
        updates?[variable] = after;
    }

    /// <summary>Adds an output of the model's file. Outside a model the output is discarded.</summary>
    public static void AddOutput(string name, Value value)
    {
        if (Current._outputs is not { } outputs) return;
        if (outputs.Exists(v => v.Name == name))
            throw new ArgumentException(
                $"{Place}the model already has an output '{name}'; each needs its own name, even if a module is used twice.",
                nameof(name));
        outputs.Add((name, value));
    }

    private static string Place => Path.Length > 0 ? $"In {Path}: " : "";

    private static Restorer Enter(Trace next)
    {
        var restorer = new Restorer(_current);
        _current = next;
        return restorer;
    }

    public readonly ref struct Restorer(Trace? outer)
    {
        public void Dispose() => _current = outer;
    }
}
