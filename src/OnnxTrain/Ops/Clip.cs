using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = x held between two bounds.</summary>
internal sealed record ClipOp(double Low, double High) : UnaryOp
{
    // dL/dx = g where x lies between the bounds, else 0
    protected override Value? Derivative(Value x, Value y, Value g) => Value.Where(x >= x.Number(Low), Value.Where(x <= x.Number(High), g, g.Number(0)), g.Number(0));

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, T.CreateChecked(Low), y);
        TensorPrimitives.Min(y, T.CreateChecked(High), y);
    }

    public override void ToOnnx(OnnxForm form) => form.EmitWith("Clip", [form.Input(), form.Scalar(Low), form.Scalar(High)]);
}

public partial class Value
{
    /// <summary>Each element, but at least <paramref name="low"/> and at most <paramref name="high"/>.</summary>
    /// <exception cref="ArgumentException">The lower bound is above the upper one.</exception>
    public Value Clip(double low, double high) => low <= high
        ? new ClipOp(low, high).Of(this)
        : throw new ArgumentException($"Clip: the lower bound {low} is above the upper bound {high}.");
}
