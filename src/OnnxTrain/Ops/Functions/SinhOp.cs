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
        Elementary.Sinh(x, far);
        var half = T.CreateChecked(0.5);
        for (var i = 0; i < x.Length; i++)
        {
            var m = power[i];
            y[i] = T.Abs(x[i]) < T.One ? T.CopySign((m + (m / (m + T.One))) * half, x[i]) : far[i];
        }
    }

    /// <summary>ONNX Runtime does not support float64, for which it is composed of other operators.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType == ElementType.Float64) form.Expand(x => [Composed(x[0])]);
        else form.Emit("Sinh");
    }

    private static Value Composed(Value x)
    {
        var m = x.Abs().ClampMax(1).ExpM1();
        return Value.Where(x.Abs() < 1, x.Sign() * (m + (m / (m + 1))) * 0.5, (x.Exp() - (-x).Exp()) * 0.5);
    }
}

public partial class Value
{
    /// <summary>The hyperbolic sine of each element.</summary>
    public Value Sinh() => new SinhOp().Of(this);
}
