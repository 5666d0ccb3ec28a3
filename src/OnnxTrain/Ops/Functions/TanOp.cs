using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = tan x, x in radians.</summary>
internal sealed record TanOp : UnaryOp
{
    // dL/dx = g · (1 + tan² x)
    protected override Value? Derivative(Value x, Value y, Value g) => g * (1 + (y * y));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Elementary.Tan(x, y);

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Tan");
    }

    private static Value Composed(Value x) => x.Sin() / x.Cos();
}

public partial class Value
{
    /// <summary>The tangent of each element, in radians.</summary>
    public Value Tan() => new TanOp().Of(this);
}
