using System.Diagnostics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// A graph prepared for concrete sizes of its named axes: a sequence of kernels bound to preallocated buffers. Running it allocates
/// nothing.
/// </summary>
internal sealed class Plan : IStepPlan, IDisposable
{
    private readonly BufferPlan _buffers;
    private readonly PlanStep[] _steps;
    private readonly Action[] _actions;
    private readonly Lifetime _lifetime;

    public Plan(Graph graph, IReadOnlyDictionary<string, long> axes, StepState? state = null)
    {
        (Graph, Axes, State) = (OperatorFusion.Apply(graph), axes, state ?? new());
        _buffers = new(Graph, axes);
        _lifetime = new(this, _buffers.Dispose);
        foreach (var node in Graph.Nodes) node.Op.Check(_buffers.Resolve);
        _steps = [.. BindNodes(), .. BindUpdates()];
        _buffers.RequireLengths();
        _actions = Array.ConvertAll(_steps, s => s.Action);
    }

    public Graph Graph { get; }

    public IReadOnlyDictionary<string, long> Axes { get; }

    public StepState State { get; }

    /// <summary>The bytes of the shared buffers of intermediate values, without inputs, constants and variables.</summary>
    public long ArenaBytes => _buffers.ArenaBytes;

    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>The work of each of <see cref="Steps"/>. It is computed at each call.</summary>
    public IReadOnlyList<StepWork> Work => StepWork.Of(Graph, _steps, _buffers);

    public PlanMemory Memory => _buffers.Memory;

    /// <summary>The number of runs in the times of <see cref="Steps"/>.</summary>
    public int ProfiledRuns { get; private set; }

    /// <summary>The memory of a feed, to fill before <see cref="Run"/>, or of a fetch, to read after it.</summary>
    public Span<T> Elements<T>(Value value)
        where T : unmanaged =>
        _buffers.Block<T>(value).Span;

    /// <summary>The memory of a value that is not a string tensor.</summary>
    public Span<byte> Bytes(Value value) => _buffers.Bytes(value).Span;

    /// <summary>The memory of a value that is not a string tensor, for an enclosing plan.</summary>
    public Block<byte> Block(Value value) => _buffers.Bytes(value);

    public Span<string> Strings(Value value) => _buffers.Strings(value).Items;

    /// <summary>The value's type with all axes fixed.</summary>
    public TensorType Type(Value value) => _buffers.Type(value);

    /// <exception cref="ObjectDisposedException">The plan is disposed.</exception>
    public void Run()
    {
        using var use = _lifetime.Enter();
        foreach (var action in _actions) action();

        // Kernels hold plain pointers: the buffers must outlive the last of them.
        GC.KeepAlive(this);
    }

    /// <summary>Like <see cref="Run"/>, and adds up the time of each step.</summary>
    public void RunProfiled()
    {
        using var use = _lifetime.Enter();
        var begin = Stopwatch.GetTimestamp();
        foreach (var step in _steps)
        {
            step.Action();
            var end = Stopwatch.GetTimestamp();
            step.Ticks += end - begin;
            begin = end;
        }

        ProfiledRuns++;
        GC.KeepAlive(this);
    }

    /// <summary>A table of the steps and their work, with the times of profiled runs, if any, and the memory of the plan.</summary>
    /// <param name="peak">The peak performance of the processor in operations per second, for comparison.</param>
    public string Describe(double? peak = null) => PlanDescription.Of(this, peak);

    /// <summary>Frees the buffers, at once or when the current run has ended.</summary>
    public void Dispose() => _lifetime.Close();

    /// <summary>Binds every node that is not a view; fused neighbours become one loop.</summary>
    private IEnumerable<PlanStep> BindNodes()
    {
        var randomStream = 0u;
        for (var start = 0; start < Graph.Nodes.Count; start = _buffers.FusionEnds[start] + 1)
        {
            var nodes = new List<Node>();
            for (var i = start; i <= _buffers.FusionEnds[start]; i++)
            {
                if (!Graph.Nodes[i].Op.IsView) nodes.Add(Graph.Nodes[i]);
            }

            if (nodes.Count == 0) continue;
            NodeBinding[] bindings = [.. nodes.Select(n => new NodeBinding(n, this, _buffers, n.Op.IsRandom ? randomStream++ : 0))];
            yield return new(Bind(nodes, bindings, _buffers.TileBytes[start])) { Nodes = nodes };
        }
    }

    /// <exception cref="ShapeException">The lengths of named axes do not fit an operator; the message gives its module.</exception>
    private Action Bind(List<Node> nodes, NodeBinding[] bindings, int tileBytes)
    {
        try
        {
            var tiles = nodes.Select((n, i) => n.Op.BindTiles(bindings[i])).OfType<TileLoop>().ToList();
            return tiles.Count == nodes.Count ? TileLoop.Join(tiles, tileBytes).Run : nodes.Single().Op.Bind(bindings[0]);
        }
        catch (ShapeException e) when (nodes[0].Path.Length > 0)
        {
            throw new ShapeException($"In {nodes[0].Path}: {e.Message}", e);
        }
        catch (Exception e) when (e is not ShapeException)
        {
            _buffers.RequireLengths();
            throw;
        }
    }

    /// <summary>
    /// New values that were not written directly to their variable are copied there at the end. A new value that is itself in a variable's
    /// memory is first copied elsewhere, since that memory may change before.
    /// </summary>
    private IEnumerable<PlanStep> BindUpdates()
    {
        List<PlanStep> stages = [], commits = [];
        foreach (var (variable, value) in Graph.Updates)
        {
            if (_buffers.IsWrittenInPlace(value, variable)) continue;
            var source = _buffers.Bytes(value);
            var target = _buffers.Bytes(variable.ToValue());
            if (_buffers.IsVariableMemory(value))
            {
                var copy = _buffers.Extra(source.Length);
                var from = source;
                stages.Add(new(() => from.Span.CopyTo(copy.Span)) { Target = variable });
                source = copy;
            }

            commits.Add(new(() => source.Span.CopyTo(target.Span)) { Target = variable });
        }

        return stages.Concat(commits);
    }
}
