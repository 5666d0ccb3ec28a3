using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a − b · ⌊a / b⌋, exactly: the remainder of division rounded down, with the sign of b, as Python's %.</summary>
internal sealed record RemainderOp : ArithmeticOp
{
    // dL/da = g, dL/db = −g · ⌊a / b⌋ = g · (y − a) / b
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g, g * ((y - a) / b));

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    /// <summary>ONNX supports it only for integers; for floats it is composed from the remainder with the sign of a.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType.IsInteger())
        {
            form.Emit("Mod");
            return;
        }

        form.Expand(x =>
        {
            var (rest, b, zero) = (x[0].FMod(x[1]), x[1], x[0].Number(0));
            var isOfOtherSign = ((rest < zero) & (b > zero)) | ((rest > zero) & (b < zero));
            return [Value.Where(isOfOtherSign, rest + b, rest)];
        });
    }

    private readonly struct Function<T> : IBinaryFunction<T>
        where T : unmanaged, INumber<T>
    {
        public static T Of(T a, T b)
        {
            var rest = WholeNumbers.Are<T>() ? WholeNumbers.Rest(a, b) : a % b;
            return rest != T.Zero && (rest < T.Zero) != (b < T.Zero) ? rest + b : rest;
        }
    }
}

public partial class Value
{
    /// <summary>
    /// The remainder of this / <paramref name="divisor"/>, rounded down. It has the sign of the divisor, as <c>%</c> in Python and
    /// <c>torch.remainder</c>: −7 by 3 gives 2. <see cref="FMod(Value)"/> has the sign of this. Shapes broadcast.
    /// </summary>
    /// <exception cref="DivideByZeroException">An integer is divided by 0, when the graph runs; a float gives NaN.</exception>
    public Value Remainder(Value divisor) => new RemainderOp().Of(this, divisor);

    /// <summary><see cref="Remainder(Value)"/> by a number.</summary>
    public Value Remainder(double divisor) => Remainder(Number(divisor));
}
