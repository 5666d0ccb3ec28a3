using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = eˣ − 1, with all digits of a small x: with u the rounded eˣ, (u − 1) · x / ln u, and x where u is 1 (Kahan, in Higham, 2002,
/// "Accuracy and stability of numerical algorithms", section 1.14.1). Farther than 1 from zero nothing cancels, and eˣ − 1 is computed as
/// it stands.
/// </summary>
internal sealed record ExpM1Op : UnaryOp
{
    // dL/dx = g · eˣ = g · (y + 1)
    protected override Value? Derivative(Value x, Value y, Value g) => g * (y + 1);

    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y) => Kernel(x, y);

    /// <summary>The kernel for a tile; y may be x.</summary>
    internal static void Kernel<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> space = stackalloc T[2 * Tiles.Size];
        var power = space[..x.Length];
        var log = space.Slice(Tiles.Size, x.Length);
        Elementary.Exp(x, power);
        Elementary.Log(power, log);
        for (var i = 0; i < x.Length; i++)
        {
            var (at, u) = (x[i], power[i]);
            y[i] = u == T.One ? at : T.Abs(at) < T.One ? (u - T.One) * (at / log[i]) : u - T.One;
        }
    }

    /// <summary>ONNX has no such operator: the same formula, its quotient taken of a number within −1 … 1.</summary>
    public override void ToOnnx(OnnxForm form) => form.Expand(x =>
    {
        var near = x[0].Abs() < 1;
        var inner = Value.Where(near, x[0], x[0].Number(1));
        var power = inner.Exp();
        var isItself = power.EqualTo(power.Number(1));
        var log = Value.Where(isItself, power.Number(1), power.Log());
        return [Value.Where(near, Value.Where(isItself, inner, (power - 1) * (inner / log)), x[0].Exp() - 1)];
    });
}

public partial class Value
{
    /// <summary>eˣ − 1 of each element, which keeps the digits of an x near 0; within 4 units in the last place.</summary>
    public Value ExpM1() => new ExpM1Op().Of(this);
}
