using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = for each window, the element of v at the index of its largest element of x: the transpose of max pooling's gradient.
/// </summary>
internal sealed record MaxPoolPickOp(Window Window) : PoolOp(Window)
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (x, v) = (inputs[0], inputs[1]);
        if (x != v) throw new ShapeException($"{Name}: {x} and {v} must be of one type and shape.");
        return [new(x.ElementType, Positions(x.Shape))];
    }

    // dL/dv = g at each window's largest element; x only chooses
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [null, new MaxPoolGradientOp(Window).Of(node.Inputs[0], gradients[0]!)];

    public override void ToOnnx(OnnxForm form)
    {
        var pool = new MaxPoolForm(form, Window);
        form.EmitWith("Gather", [pool.Flat(form.Input(1)), pool.Largest().Indices], OnnxAttribute.Int("axis", 0));
    }

    protected override Action Bind<T>(Binding binding) =>
        MaxPoolSearch.BindGather(binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), Grid(binding.InputSizes(0)));
}
