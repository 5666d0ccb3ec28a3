namespace OnnxTrain;

/// <summary>
/// What is known while a graph is written on this thread: where in the model, in which element type its variables are, and, while a model
/// is made, the names of its modules, the updates of its buffers and the values that its file yields besides.
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

    /// <summary>The number of the model that is being made on this thread, rising from 1; 0 outside one.</summary>
    public static int Number => Current._number;

    /// <summary>Names of modules from the outermost in, joined by dots; empty outside every module.</summary>
    public static string Path => Current._path;

    /// <summary>The element type that variables get when they are read first: float32 unless the model says otherwise.</summary>
    public static ElementType ElementType => Current._elementType;

    /// <summary>The module whose <c>Forward</c> is running; null outside every module.</summary>
    public static object? Module => Current._module;

    /// <summary>What the modules of the model leave in their buffers, each buffer once.</summary>
    public static IReadOnlyList<Assignment> Updates => [.. (Current._updates ?? []).Select(pair => new Assignment(pair.Key, pair.Value))];

    /// <summary>Values that the modules of the model want as outputs of its file, in their order.</summary>
    public static IReadOnlyList<(string Name, Value Value)> Outputs => [.. Current._outputs ?? []];

    private static Trace Current => _current ?? Outside;

    public static string Join(string path, string name) =>
        path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";

    /// <summary>A new model until disposed.</summary>
    public static Restorer Begin() => Enter(Current with
    {
        _number = Interlocked.Increment(ref _count),
        _modules = new(StringComparer.Ordinal),
        _updates = [],
        _outputs = [],
    });

    /// <summary>One level deeper until disposed.</summary>
    public static Restorer Named(string name) => Enter(Current with { _path = Join(Path, name) });

    /// <summary>At another path, whatever the current one, until disposed.</summary>
    public static Restorer At(string path) => Enter(Current with { _path = path });

    /// <summary>Variables of the given element type until disposed.</summary>
    public static Restorer Typed(ElementType elementType) => Enter(Current with { _elementType = elementType });

    /// <summary>Within the <c>Forward</c> of a module until disposed.</summary>
    public static Restorer Within(object module) => Enter(Current with { _module = module });

    /// <summary>The name of a child within the current path: <paramref name="name"/>, numbered where another module has it.</summary>
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
    /// Adds to what becomes of a variable in a step; a module that is used twice updates its variables twice. Outside a model nothing is
    /// kept.
    /// </summary>
    public static void AddUpdate(Variable variable, Func<Value, Value> update)
    {
        var updates = Current._updates;
        var before = updates is not null && updates.TryGetValue(variable, out var earlier) ? earlier : variable.ToValue();
        var after = update(before);
        if (after.Type != before.Type)
            throw new ShapeException(
                $"{Place}the variable {variable} cannot take the new value {after.Type}: type and shape have to be its own.");
        updates?[variable] = after;
    }

    /// <summary>Adds an output of the model's file. Outside a model nothing is kept.</summary>
    public static void AddOutput(string name, Value value)
    {
        if (Current._outputs is not { } outputs) return;
        if (outputs.Exists(v => v.Name == name))
            throw new ArgumentException(
                $"{Place}the model has an output '{name}' already; each needs a name of its own, also of modules that are used twice.",
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
