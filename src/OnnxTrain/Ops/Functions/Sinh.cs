using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = sinh x = (eˣ − e⁻ˣ) / 2.</summary>
internal sealed record SinhOp : UnaryOp
{
    // dL/dx = g · cosh x
    protected override Value? Derivative(Value x, Value y, Value g) => g * x.Cosh();

    // ±(m + m / (m + 1)) / 2 with m = e^|x| − 1, which keeps the digits of a small x; farther than 1 from zero as it stands
    protected override void Tile<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        Span<T> space = stackalloc T[2 * Tiles.Size];
        var power = space[..x.Length];
        var far = space.Slice(Tiles.Size, x.Length);
        TensorPrimitives.Abs(x, power);
        ExpM1Op.Kernel(power, power);
        TensorPrimitives.Sinh(x, far);
        var half = T.CreateChecked(0.5);
        for (var i = 0; i < x.Length; i++)
        {
            var m = power[i];
            y[i] = T.Abs(x[i]) < T.One ? T.CopySign((m + (m / (m + T.One))) * half, x[i]) : far[i];
        }
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("Sinh");
}

public partial class Value
{
    /// <summary>The hyperbolic sine of each element.</summary>
    public Value Sinh() => new SinhOp().Of(this);
}
