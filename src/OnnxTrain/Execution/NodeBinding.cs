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

    public override StringBlock InputStrings(int index) => buffers.Strings(node.Inputs[index]);

    public override StringBlock OutputStrings(int index) => buffers.Strings(node.Outputs[index]);

    public override bool IsPlaced(int index) => buffers.IsPlaced(node, index);

    public override Action BindGraph(Graph graph)
    {
        var inner = buffers.Own(new Plan(graph, new Dictionary<string, long>(), plan.State));
        var inputs = graph.Feeds.Select((feed, i) => (From: buffers.Bytes(node.Inputs[i]), To: inner.Block(feed))).ToArray();
        var outputs = graph.Fetches.Select((fetch, i) => (From: inner.Block(fetch), To: buffers.Bytes(node.Outputs[i]))).ToArray();
        return () =>
        {
            foreach (var (from, to) in inputs) from.Span.CopyTo(to.Span);
            inner.Run();
            foreach (var (from, to) in outputs) from.Span.CopyTo(to.Span);
        };
    }

    public override long Resolve(Dimension dimension) => buffers.Resolve(dimension);
}
