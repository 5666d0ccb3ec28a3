using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// dx = for each window, g at its largest element of x (for ties, the first); zero elsewhere. With <see cref="FusesRelu"/> it is also zero
/// where that element is not positive: this includes the gradient of the ReLU that yielded x.
/// </summary>
internal sealed record MaxPoolGradientOp(Window Window, bool FusesRelu = false) : PoolOp(Window)
{
    public override string Name => FusesRelu ? "MaxPoolGradient + Relu" : "MaxPoolGradient";

    /// <summary>Elements in several windows are added up, which ONNX supports from opset 16 on.</summary>
    public override int MinimumOpset => Window.Axes.All(a => a.Stride >= a.Reach) ? base.MinimumOpset : 16;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        RequirePositions(inputs[0].Shape, inputs[1].Shape);
        return [inputs[0]];
    }

    // with v = dL/d(dx): dL/dg = v at each window's largest element; x only chooses
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var x = node.Inputs[0];
        var picked = new MaxPoolPickOp(Window).Of(x, gradients[0]!);
        return [null, FusesRelu ? Value.Where(new MaxPoolOp(Window).Of(x) > x.Number(0), picked, x.Number(0)) : picked];
    }

    /// <summary>Fuses the gradient of a ReLU that yielded x: it is passed where x is positive.</summary>
    public override (Op Op, Value[] Inputs)? TryFuse(Node own, Node next)
    {
        if (FusesRelu || next.Op is not WhereOp || next.Inputs[1] != own.Outputs[0] || !IsZero(next.Inputs[2])) return null;
        return next.Inputs[0].Producer is { Op: GreaterOp } positive && positive.Inputs[0] == own.Inputs[0] && IsZero(positive.Inputs[1])
            ? (this with { FusesRelu = true }, [.. own.Inputs])
            : null;
    }

    public override void ToOnnx(OnnxForm form)
    {
        var pool = new MaxPoolForm(form, Window);
        var (largest, indices) = pool.Largest();
        var g = FusesRelu
            ? form.Step("Where", [form.Step("Greater", [largest, form.Scalar(0)]), form.Input(1), form.Scalar(0)])
            : form.Input(1);
        AttributeProto[] attributes =
            MinimumOpset < 16 ? [OnnxAttribute.Int("axis", 0)] : [OnnxAttribute.Int("axis", 0), OnnxAttribute.Text("reduction", "add")];
        pool.EmitShaped(form.Step("ScatterElements", [pool.Zeros(), pool.Vector(indices), pool.Vector(g)], attributes));
    }

    protected override Action Bind<T>(Binding binding) =>
        MaxPoolSearch.BindScatter(binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), Grid(binding.InputSizes(0)), FusesRelu);

    private static bool IsZero(Value value) =>
        value is ConstantValue { Tensor: { Type.Shape.Rank: 0 } tensor } && tensor.Bytes.IndexOfAnyExcept((byte)0) < 0;
}
