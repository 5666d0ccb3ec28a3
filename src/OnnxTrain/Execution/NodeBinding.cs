using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The buffers and concrete shapes of one node of a plan.</summary>
internal sealed class NodeBinding(Node node, Plan plan, BufferPlan buffers, uint randomStream) : Binding
{
    public override StepState State => plan.State;

    public override uint RandomStream => randomStream;

    public override Scratch Scratch => buffers.Scratch;

    public override int InputCount => node.Inputs.Count;

    public override TensorType InputType(int index) => buffers.Type(node.Inputs[index]);

    public override TensorType OutputType(int index) => buffers.Type(node.Outputs[index]);

    public override Block<T> Input<T>(int index) => buffers.Block<T>(node.Inputs[index]);

    public override Block<T> Output<T>(int index) => buffers.Block<T>(node.Outputs[index]);

    public override TileBuffer<T> InputTiles<T>(int index) => buffers.Tiles<T>(node.Inputs[index]);

    public override TileBuffer<T> OutputTiles<T>(int index) => buffers.Tiles<T>(node.Outputs[index]);

    public override Block<byte> InputBytes(int index) => buffers.Bytes(node.Inputs[index]);

    public override Block<byte> OutputBytes(int index) => buffers.Bytes(node.Outputs[index]);

    public override StringBlock InputStrings(int index) => buffers.Strings(node.Inputs[index]);

    public override StringBlock OutputStrings(int index) => buffers.Strings(node.Outputs[index]);

    public override bool IsPlaced(int index) => buffers.IsPlaced(node, index);

    public override InnerPlan BindInner(Graph graph, IReadOnlyDictionary<string, long> axes)
    {
        var all = new Dictionary<string, long>(plan.Axes);
        foreach (var (axis, length) in axes) all[axis] = length;
        var inner = buffers.Own(new Plan(graph, all, plan.State));
        return new([.. graph.Feeds.Select(inner.Block)], [.. graph.Fetches.Select(inner.Block)], inner.Run);
    }

    public override long Resolve(Dimension dimension) => buffers.Resolve(dimension);
}
