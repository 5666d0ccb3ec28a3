using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The context for binding an operator's kernel: concrete shapes and the buffers of its inputs and outputs.</summary>
internal abstract class Binding
{
    /// <summary>Seed and step number, read by kernels that draw random numbers when they run.</summary>
    public abstract StepState State { get; }

    /// <summary>The index of a random node among those of its graph.</summary>
    public abstract uint RandomStream { get; }

    /// <summary>Temporary memory while the kernel runs.</summary>
    public abstract Scratch Scratch { get; }

    public abstract int InputCount { get; }

    /// <summary>Type of an input with all axes fixed.</summary>
    public abstract TensorType InputType(int index);

    /// <summary>Type of an output with all axes fixed.</summary>
    public abstract TensorType OutputType(int index);

    public abstract Block<T> Input<T>(int index)
        where T : unmanaged;

    public abstract Block<T> Output<T>(int index)
        where T : unmanaged;

    /// <summary>The elements of an input as an elementwise loop reads them.</summary>
    public abstract TileBuffer<T> InputTiles<T>(int index)
        where T : unmanaged;

    /// <summary>The elements of an output as an elementwise loop writes them.</summary>
    public abstract TileBuffer<T> OutputTiles<T>(int index)
        where T : unmanaged;

    /// <summary>The elements of an input that is not text, of any type.</summary>
    public abstract Block<byte> InputBytes(int index);

    /// <summary>The elements of an output that is not text, of any type.</summary>
    public abstract Block<byte> OutputBytes(int index);

    public abstract StringBlock InputStrings(int index);

    public abstract StringBlock OutputStrings(int index);

    /// <summary>Whether the producer of an input writes it straight to its <see cref="Op.Placement"/> within output 0.</summary>
    public abstract bool IsPlaced(int index);

    /// <summary>The length of a dimension in this plan.</summary>
    public abstract long Resolve(Dimension dimension);

    /// <summary>Binds a graph that runs within this node.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="axes">The lengths of its named axes; those of this plan have their lengths if they are missing here.</param>
    public abstract InnerPlan BindInner(Graph graph, IReadOnlyDictionary<string, long> axes);

    /// <summary>Binds a graph whose feeds are this node's inputs, in order, and whose fetches are this node's outputs.</summary>
    /// <param name="graph">A graph whose axes are all fixed.</param>
    public Action BindGraph(Graph graph)
    {
        var inner = BindInner(graph, new Dictionary<string, long>());
        var inputs = inner.Feeds.Select((feed, i) => (From: InputBytes(i), To: feed)).ToArray();
        var outputs = inner.Fetches.Select((fetch, i) => (From: fetch, To: OutputBytes(i))).ToArray();
        return () =>
        {
            foreach (var (from, to) in inputs) from.Span.CopyTo(to.Span);
            inner.Run();
            foreach (var (from, to) in outputs) from.Span.CopyTo(to.Span);
        };
    }

    public int[] InputSizes(int index) => InputType(index).Shape.Sizes();

    public int[] OutputSizes(int index) => OutputType(index).Shape.Sizes();
}
