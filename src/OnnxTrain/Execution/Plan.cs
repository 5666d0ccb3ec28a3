using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// A graph made ready to run for concrete sizes of its named axes: kernels bound over preallocated buffers, in order. Running
/// it allocates nothing.
/// </summary>
internal sealed class Plan : IDisposable
{
    private readonly BufferPlan _buffers;
    private readonly Action[] _steps;
    private readonly Action[] _stages;
    private readonly Action[] _commits;

    public Plan(Graph graph, IReadOnlyDictionary<string, long> axes, StepState? state = null)
    {
        (Graph, Axes, State) = (graph, axes, state ?? new());
        _buffers = new(graph, axes);
        _steps = [.. BindNodes()];
        (_stages, _commits) = BindUpdates();
    }

    public Graph Graph { get; }

    public IReadOnlyDictionary<string, long> Axes { get; }

    public StepState State { get; }

    /// <summary>Bytes of the buffers that intermediate values share; inputs, constants and variables not counted.</summary>
    public long ArenaBytes => _buffers.ArenaBytes;

    /// <summary>Where the data of a feed are to be put, or a fetched value found after <see cref="Run"/>.</summary>
    public Span<T> Elements<T>(Value value)
        where T : unmanaged =>
        _buffers.Block<T>(value).Span;

    /// <summary>The memory of a value that is not a string tensor.</summary>
    public Span<byte> Bytes(Value value) => _buffers.Bytes(value).Span;

    public Span<string> Strings(Value value) => _buffers.Strings(value).Items;

    /// <summary>The value's type with every axis a number.</summary>
    public TensorType Type(Value value) => _buffers.Type(value);

    public void Run()
    {
        foreach (var step in _steps) step();
        foreach (var stage in _stages) stage();
        foreach (var commit in _commits) commit();

        // Kernels hold plain pointers: the buffers must outlive the last of them.
        GC.KeepAlive(this);
    }

    public void Dispose() => _buffers.Dispose();

    /// <summary>Binds every node that is no view; neighbours that fuse become one loop.</summary>
    private List<Action> BindNodes()
    {
        var steps = new List<Action>();
        var fused = new List<TileLoop>();
        var randomStream = 0u;
        for (var i = 0; i < Graph.Nodes.Count; i++)
        {
            var node = Graph.Nodes[i];
            if (!node.Op.IsView)
            {
                var binding = new NodeBinding(node, this, _buffers, randomStream++);
                if (node.Op.BindTiles(binding) is { } loop) fused.Add(loop);
                else steps.Add(node.Op.Bind(binding));
            }

            if (i < _buffers.FusionEnds[i] || fused.Count == 0) continue;
            steps.Add(TileLoop.Join(fused).Run);
            fused.Clear();
        }

        return steps;
    }

    /// <summary>
    /// New values that were not written straight into their variable are copied there at the end; one that is itself a
    /// variable's memory goes through a copy of its own, since that memory may change first.
    /// </summary>
    private (Action[] Stages, Action[] Commits) BindUpdates()
    {
        List<Action> stages = [], commits = [];
        foreach (var (variable, value) in Graph.Updates)
        {
            if (_buffers.IsWrittenInPlace(value, variable)) continue;
            var source = _buffers.Bytes(value);
            var target = _buffers.Bytes(variable.ToValue());
            if (_buffers.IsVariableMemory(value))
            {
                var copy = _buffers.Extra(source.Length);
                var from = source;
                stages.Add(() => from.Span.CopyTo(copy.Span));
                source = copy;
            }

            commits.Add(() => source.Span.CopyTo(target.Span));
        }

        return ([.. stages], [.. commits]);
    }
}
