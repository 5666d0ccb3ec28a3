using OnnxTrain.Onnx;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>y = x, which the file calls an ELU: ONNX Runtime has none of float64.</summary>
internal sealed record LackingOp : UnaryOp
{
    public override void ToOnnx(OnnxForm form) => form.Emit("Elu", OnnxAttribute.Float("alpha", 1));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => x.CopyTo(y);

    protected override Value? Derivative(Value x, Value y, Value g) => g;
}
