using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = the angle of the point (b, a), in −π … π.</summary>
internal sealed record Atan2Op : FloatBinaryOp
{
    // dL/da = g · b / (a² + b²), dL/db = −g · a / (a² + b²)
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) =>
        (g * b / ((a * a) + (b * b)), -g * a / ((a * a) + (b * b)));

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    /// <summary>ONNX has no such operator: it is arctan a / b, plus or minus π where b is negative, and ±π/2 where b is 0.</summary>
    public override void ToOnnx(OnnxForm form) => form.Expand(x =>
    {
        var (a, b, zero) = (x[0], x[1], x[0].Number(0));
        var half = Value.Where(b < zero, Value.Where(a < zero, a.Number(-Math.PI), a.Number(Math.PI)), zero);
        var isVertical = b.EqualTo(zero);
        var inner = (a / Value.Where(isVertical, a.Number(1), b)).Atan() + half;
        return [Value.Where(isVertical, a.Sign() * (Math.PI / 2), inner)];
    });

    private readonly struct Function<T> : IBinaryFunction<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static T Of(T a, T b) => T.Atan2(a, b);
    }
}

public partial class Value
{
    /// <summary>
    /// The angle in −π … π of the point whose y coordinate is this and whose x coordinate is <paramref name="x"/>; shapes broadcast. Its
    /// gradient at the origin is NaN.
    /// </summary>
    public Value Atan2(Value x) => new Atan2Op().Of(this, x);
}
