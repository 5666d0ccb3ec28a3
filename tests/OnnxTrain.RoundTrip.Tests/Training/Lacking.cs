namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>A layer of an operator that ONNX Runtime lacks in float64.</summary>
internal sealed class Lacking : Module
{
    public override Value Forward(Value x) => new LackingOp().Of(x);
}
