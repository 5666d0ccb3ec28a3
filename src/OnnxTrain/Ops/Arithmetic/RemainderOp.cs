using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a − b · ⌊a / b⌋, exactly: what is left of a division rounded down, of the sign of b, as Python's %.</summary>
internal sealed record RemainderOp : ArithmeticOp
{
    // dL/da = g, dL/db = −g · ⌊a / b⌋ = g · (y − a) / b
    protected override (Value? A, Value? B) Derivatives(Value a, Value b, Value y, Value g) => (g, g * ((y - a) / b));

    protected override void Tile<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(ReadOnlySpan<T> a, T b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    protected override void Tile<T>(T a, ReadOnlySpan<T> b, Span<T> y) => ScalarLoop.Run<T, Function<T>>(a, b, y);

    /// <summary>ONNX has it of whole numbers only; of floats it is composed of the one that has the sign of a.</summary>
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
    /// What is left of this / <paramref name="divisor"/> rounded down: it has the sign of the divisor, as <c>%</c> in Python and
    /// <c>torch.remainder</c>: −7 by 3 leaves 2. <see cref="FMod(Value)"/> has the sign of this. Shapes broadcast.
    /// </summary>
    /// <exception cref="DivideByZeroException">A whole number is divided by 0, when the graph runs; a float leaves NaN.</exception>
    public Value Remainder(Value divisor) => new RemainderOp().Of(this, divisor);

    /// <summary><see cref="Remainder(Value)"/> by a number.</summary>
    public Value Remainder(double divisor) => Remainder(Number(divisor));
}
