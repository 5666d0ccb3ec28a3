using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>dx = for each window g at its largest element of x, the first of equals; zero elsewhere.</summary>
internal sealed record MaxPoolGradientOp(Window Window) : PoolOp(Window)
{
    /// <summary>Elements under several windows are added up, which ONNX can from opset 16 on.</summary>
    public override int MinimumOpset => Window.Axes.All(a => a.Stride >= a.Reach) ? base.MinimumOpset : 16;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        RequirePositions(inputs[0].Shape, inputs[1].Shape);
        return [inputs[0]];
    }

    // with v = dL/d(dx): dL/dg = v at each window's largest element; x only chooses
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [null, new MaxPoolPickOp(Window).Of(node.Inputs[0], gradients[0]!)];

    public override void ToOnnx(OnnxForm form)
    {
        var indices = MaxPoolPickOp.Indices(form, Window);
        var zeros = form.Step("ConstantOfShape", [form.Step("Shape", [MaxPoolPickOp.Flat(form, form.Input())])]);
        AttributeProto[] attributes = MinimumOpset < 16 ? [OnnxAttribute.Int("axis", 0)] : [OnnxAttribute.Int("axis", 0), OnnxAttribute.Text("reduction", "add")];
        var flat = form.Step("ScatterElements", [zeros, MaxPoolPickOp.Flat(form, indices), MaxPoolPickOp.Flat(form, form.Input(1))], attributes);
        form.EmitWith("Reshape", [flat, form.Step("Shape", [form.Input()])]);
    }

    protected override Action Bind<T>(Binding binding) =>
        MaxPoolSearch.BindScatter(binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), Grid(binding.InputSizes(0)));
}
