using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The memory of every value of a plan. Intermediate values share one arena, where a buffer is reused after its last use. Views share their
/// input's memory, and an elementwise operator reuses the buffer of an input that nothing reads later.
/// </summary>
internal sealed class BufferPlan : IDisposable
{
    private readonly Graph _graph;
    private readonly IReadOnlyDictionary<string, long> _axes;
    private readonly Dictionary<Value, TensorType> _types = [];
    private readonly Dictionary<Value, StringBlock> _strings = [];
    private readonly Dictionary<Value, Storage> _storages = [];
    private readonly List<NativeBuffer> _owned = [];
    private readonly List<Plan> _inner = [];
    private readonly NativeBuffer _arena;

    /// <summary>The reason why the lengths of the named axes are impossible, or null.</summary>
    private string? _contradiction;

    public BufferPlan(Graph graph, IReadOnlyDictionary<string, long> axes)
    {
        (_graph, _axes) = (graph, axes);
        foreach (var feed in graph.Feeds) AddRoot(feed, isShared: false);
        foreach (var node in graph.Nodes) AddNode(node);
        foreach (var value in graph.Fetches.Concat(graph.Updates.Select(u => u.NewValue))) AddLeaf(value);
        foreach (var update in graph.Updates) AddLeaf(update.Variable.ToValue());
        UpdatePlacement.Apply(graph, _storages);
        PlaceWithinConsumers();
        FusionEnds = Fusion.Ends(graph, v => Type(v).Shape.ElementCount);
        TileBytes = new int[graph.Nodes.Count];
        _arena = new(Arena.Allocate(graph, _storages, FusionEnds, TileBytes));
        foreach (var storage in _storages.Values.Where(s => s.NeedsBuffer)) storage.Buffer = storage.IsShared ? _arena : Own(storage.Bytes);
        foreach (var (value, storage) in _storages)
        {
            if (value is ConstantValue constant) Fill(constant.Tensor, storage);
        }
    }

    public long ArenaBytes => _arena.Length;

    /// <summary>Memory that each node may use while it runs.</summary>
    public Scratch Scratch { get; } = new();

    public PlanMemory Memory
    {
        get
        {
            var given = _storages.Where(s => s.Key is ConstantValue || _graph.Feeds.Contains(s.Key)).Sum(s => s.Value.Bytes);
            var blocks = _storages.Values.Where(s => s.IsVariable).Select(s => s.Buffer!).Distinct();
            var kept = _owned.Sum(b => b.Length) - given + _inner.Sum(p => p.Memory.Peak);
            return new(ArenaBytes, blocks.Sum(b => b.Length), given, kept, Scratch.Bytes);
        }
    }

    /// <summary>For each node, the last node in the same loop.</summary>
    public int[] FusionEnds { get; }

    /// <summary>For the first node of each loop, the memory that each of its threads needs.</summary>
    public int[] TileBytes { get; }

    public TensorType Type(Value value) => _types.TryGetValue(value, out var type) ? type : _types[value] = Concrete(value);

    public Block<T> Block<T>(Value value)
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != value.ElementType)
            throw new InvalidOperationException($"{value} holds {value.ElementType.Text()}, not {typeof(T).Name}.");
        var (buffer, offset) = _storages[value].Locate();
        return buffer.Block<T>(offset, value.ElementType.StoredLength(Type(value).Shape.ElementCount));
    }

    /// <summary>The elements of a value as elementwise loops see them.</summary>
    public TileBuffer<T> Tiles<T>(Value value)
        where T : unmanaged =>
        _storages[value].Root.TileOffset is { } offset ? new(offset, checked((int)Type(value).Shape.ElementCount)) : new(Block<T>(value));

    public Block<byte> Bytes(Value value)
    {
        var (buffer, offset) = _storages[value].Locate();
        return buffer.Block<byte>(offset, checked((int)_storages[value].Bytes));
    }

    /// <summary>Allocates memory that does not belong to a value.</summary>
    public Block<byte> Extra(int bytes) => Own(bytes).Block<byte>(0, bytes);

    /// <summary>Takes ownership of a plan that runs within a node; it is freed with the buffers.</summary>
    public Plan Own(Plan inner)
    {
        _inner.Add(inner);
        return inner;
    }

    public StringBlock Strings(Value value) => _strings[value];

    public long Resolve(Dimension dimension) =>
        dimension.Evaluate(axis =>
            _axes.TryGetValue(axis, out var size) ? size : throw new ArgumentException($"The size of the axis '{axis}' was not given."));

    /// <summary>Whether an input was placed directly in the output; if a node has an input twice, only one is placed.</summary>
    public bool IsPlaced(Node node, int input)
    {
        var (value, root) = (node.Inputs[input], _storages[node.Inputs[input]].Root);
        return root.Owner is { } owner && owner == _storages[node.Outputs[0]].Root
            && root.OwnerOffset == node.Op.Placement(input) * value.ElementType.Size();
    }

    public bool IsWrittenInPlace(Value value, Variable variable) =>
        value.Producer is not null && _storages[value].Locate() == (variable.Buffer, variable.Offset);

    /// <summary>Whether the value is in a variable's memory, directly or through views.</summary>
    public bool IsVariableMemory(Value value) => _storages[value].Root.IsVariable;

    /// <exception cref="ShapeException">The lengths of the named axes give a value a negative length.</exception>
    public void RequireLengths()
    {
        if (_contradiction is not null) throw new ShapeException(_contradiction);
    }

    public void Dispose()
    {
        _arena.Dispose();
        Scratch.Dispose();
        foreach (var inner in _inner) inner.Dispose();
        foreach (var buffer in _owned) buffer.Dispose();
    }

    private TensorType Concrete(Value value)
    {
        var lengths = new Dimension[value.Rank];
        for (var i = 0; i < lengths.Length; i++)
        {
            var length = Resolve(value.Shape[i]);
            if (length < 0)
                _contradiction ??= Invariant(
                    $"{Place(value)} yields {value.Type}, of which axis {i} would have {length} elements for {AxesText}.");
            lengths[i] = Math.Max(0, length);
        }

        return new(value.ElementType, Shape.Create(lengths));
    }

    /// <summary>The lengths of the named axes: <c>batch = 4, height = 1</c>.</summary>
    private string AxesText => string.Join(", ", _axes.Select(a => Invariant($"{a.Key} = {a.Value}")));

    private static string Place(Value value) =>
        value.Producer is not { } node ? "An input" : $"{(node.Path.Length > 0 ? $"In {node.Path}: " : "")}{node.Op.Name}";

    private void AddNode(Node node)
    {
        foreach (var input in node.Inputs) AddLeaf(input);
        foreach (var output in node.Outputs)
        {
            if (_storages.ContainsKey(output)) continue; // fed
            if (node.Op.IsView) RequireSameCount(node);
            if (node.Op.IsView && output.ElementType != ElementType.String) _storages[output] = _storages[node.Inputs[0]].View();
            else if (node.Op.IsView) _strings[output] = _strings[node.Inputs[0]];
            else AddRoot(output, isShared: !node.Op.KeepsOutput);
        }
    }

    /// <summary>Checks that quotients of named lengths are exact, as shape rules assume.</summary>
    private void RequireSameCount(Node node)
    {
        var (from, to) = (Type(node.Inputs[0]).Shape, Type(node.Outputs[0]).Shape);
        if (from.ElementCount != to.ElementCount)
            throw new ShapeException(
                $"{Place(node.Outputs[0])}: {node.Inputs[0].Shape} is {from} for {AxesText}, and {node.Outputs[0].Shape} is {to}, which "
                    + Invariant($"holds {to.ElementCount} elements, not {from.ElementCount}."));
    }

    private void AddLeaf(Value value)
    {
        if (_storages.ContainsKey(value) || _strings.ContainsKey(value)) return;
        AddRoot(value, isShared: false);
        if (value is VariableValue { Variable: var variable }) _storages[value].UseVariable(variable);
    }

    private void AddRoot(Value value, bool isShared)
    {
        var elements = Type(value).Shape.ElementCount;
        if (Math.Max(elements, value.ElementType.Bytes(elements)) > int.MaxValue)
            throw new InvalidOperationException(
                $"The value {Type(value)} of {value.Producer?.Op.Name ?? "an input"} takes more than 2 GiB; use smaller batches.");
        var count = (int)elements;
        if (value.ElementType != ElementType.String)
        {
            _storages[value] = new(value.ElementType.Bytes(count)) { IsShared = isShared };
            return;
        }

        _strings[value] = new(count);
        if (value is ConstantValue constant) constant.Tensor.As<string>().CopyTo(_strings[value].Items);
    }

    /// <summary>Lets producers write directly into values that contain theirs, such as the block of all gradients.</summary>
    private void PlaceWithinConsumers()
    {
        var fetched = _graph.Fetches.Concat(_graph.Feeds).Where(_storages.ContainsKey).Select(v => _storages[v].Root).ToHashSet();
        foreach (var node in _graph.Nodes)
        {
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Op.Placement(i) is not { } element) continue;
                var root = _storages[node.Inputs[i]].Root;
                if (!root.NeedsBuffer || !root.IsShared || fetched.Contains(root)) continue;
                root.PlaceIn(_storages[node.Outputs[0]].Root, element * node.Inputs[i].ElementType.Size());
            }
        }
    }

    private NativeBuffer Own(long bytes)
    {
        var buffer = new NativeBuffer(bytes);
        _owned.Add(buffer);
        return buffer;
    }

    private static void Fill(TensorData tensor, Storage storage)
    {
        var (buffer, offset) = storage.Locate();
        tensor.Bytes.CopyTo(buffer.Block<byte>(offset, checked((int)storage.Bytes)).Span);
    }
}
