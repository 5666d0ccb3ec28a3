using System.Globalization;
using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>y = x, clipped to two bounds.</summary>
internal sealed record ClipOp(double Low, double High) : NumericUnaryOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var types = base.InferTypes(inputs);
        foreach (var bound in (double[])[Low, High])
        {
            if (types[0].ElementType.IsInteger() && double.IsFinite(bound)) _ = TensorData.Scalar(bound, types[0].ElementType);
        }

        return types;
    }

    // dL/dx = g where x lies between the bounds, else 0
    protected override Value? Derivative(Value x, Value y, Value g)
    {
        var below = double.IsPositiveInfinity(High) ? g : Value.Where(x <= x.Number(High), g, g.Number(0));
        return double.IsNegativeInfinity(Low) ? below : Value.Where(x >= x.Number(Low), below, g.Number(0));
    }

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, T.CreateSaturating(Low), y);
        TensorPrimitives.Min(y, T.CreateSaturating(High), y);
    }

    // an endless bound is none
    public override void ToOnnx(OnnxForm form)
    {
        string low = double.IsNegativeInfinity(Low) ? "" : form.Scalar(Low),
            high = double.IsPositiveInfinity(High) ? "" : form.Scalar(High);
        form.EmitWith("Clip", high.Length > 0 ? [form.Input(), low, high] : [form.Input(), low]);
    }
}

public partial class Value
{
    /// <summary>Clips each element to <paramref name="low"/> … <paramref name="high"/>.</summary>
    /// <exception cref="ArgumentException">The lower bound is above the upper one.</exception>
    public Value Clip(double low, double high) =>
        low <= high
            ? new ClipOp(low, high).Of(this)
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Clip: the lower bound {low} is above the upper bound {high}."));

    /// <summary>Clips each element to at least <paramref name="low"/>; NaN stays NaN.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> is NaN.</exception>
    public Value ClampMin(double low) => Clip(low, double.PositiveInfinity);

    /// <summary>Clips each element to at most <paramref name="high"/>; NaN stays NaN.</summary>
    /// <exception cref="ArgumentException"><paramref name="high"/> is NaN.</exception>
    public Value ClampMax(double high) => Clip(double.NegativeInfinity, high);
}
