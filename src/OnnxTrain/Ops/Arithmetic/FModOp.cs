using System.Numerics;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = a − b · trunc(a / b), exactly: the remainder of division that truncates toward zero, with the sign of a, as C's fmod.
/// </summary>
internal sealed record FModOp : ArithmeticOp
{
    // dL/da = g, dL/db = −g · trunc(a / b) = g · (y − a) / b
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g, g * ((y - a) / b));

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    public override void ToOnnx(OnnxForm form) => form.Emit("Mod", OnnxAttribute.Int("fmod", 1));

    private readonly struct Function<T> : IBinaryFunction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Of(T a, T b) => WholeNumbers.Are<T>() ? WholeNumbers.Rest(a, b) : a % b;
    }
}

public partial class Value
{
    /// <summary>
    /// The remainder of this / <paramref name="divisor"/>, truncated toward zero. It has the sign of this, as <c>%</c> in C# and
    /// <c>torch.fmod</c>: −7 by 3 gives −1. <see cref="Remainder(Value)"/> has the sign of the divisor. Shapes broadcast.
    /// </summary>
    /// <exception cref="DivideByZeroException">An integer is divided by 0, when the graph runs; a float gives NaN.</exception>
    public Value FMod(Value divisor) => new FModOp().Of(this, divisor);

    /// <summary><see cref="FMod(Value)"/> by a number.</summary>
    public Value FMod(double divisor) => FMod(Number(divisor));

    /// <summary>
    /// <see cref="FMod(Value)"/>: the sign is that of <paramref name="a"/>, as in C#; Python's % is <see cref="Remainder(Value)"/>.
    /// </summary>
    public static Value operator %(Value a, Value b) => new FModOp().Of(a, b);
}
