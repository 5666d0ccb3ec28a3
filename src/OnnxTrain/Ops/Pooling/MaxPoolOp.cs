using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = the largest element under each window; padding is never the maximum. With <see cref="HasIndices"/> the second output is its index in
/// all of x, as int64.
/// </summary>
internal sealed record MaxPoolOp(Window Window, bool HasIndices = false) : PoolOp(Window)
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var y = Positions(inputs[0].Shape);
        return HasIndices ? [new(inputs[0].ElementType, y), new(ElementType.Int64, y)] : [new(inputs[0].ElementType, y)];
    }

    // dL/dx = each window's g at its largest element
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [gradients[0] is { } g ? new MaxPoolGradientOp(Window).Of(node.Inputs[0], g) : null];

    public override void ToOnnx(OnnxForm form)
    {
        var pool = new MaxPoolForm(form, Window);
        if (!pool.IsPadded) form.Emit("MaxPool", Window.Attributes());
        else if (!HasIndices) form.EmitWith("MaxPool", [pool.Padded], pool.Attributes);
        else pool.EmitUnpadded();
    }

    protected override Action Bind<T>(Binding binding)
    {
        var grid = Grid(binding.InputSizes(0));
        var pool = Pooling.Bind<T, LargestPooling<T>>(binding.Input<T>(0), binding.Output<T>(0), grid);
        return HasIndices ? pool + MaxPoolSearch.BindIndices(binding.Input<T>(0), binding.Output<long>(1), grid) : pool;
    }
}
