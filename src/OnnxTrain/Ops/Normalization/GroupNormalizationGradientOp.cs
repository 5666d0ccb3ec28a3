using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The gradients of group normalization by x, scale and bias, from x [batch, channels, …], scale [channels] and the gradient g of y: with
/// r = 1/√(variance + ε), d = x − mean, h = g · scale and n elements of a group, dx = r · (h − Σ h / n − d · r² · Σ h · d / n),
/// dscale = Σ g · d · r and dbias = Σ g over rows and elements of a channel.
/// </summary>
internal sealed record GroupNormalizationGradientOp(int Groups, double Epsilon) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        GroupNormalizationOp.RequireGroups(Name, Groups, inputs[0], inputs[1..2]);
        return inputs[2] == inputs[0]
            ? [inputs[0], inputs[1], inputs[1]]
            : throw new ShapeException($"GroupNormalizationGradient: the gradient {inputs[2]} must be of the input's type {inputs[0]}.");
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var split = GroupNormalizationOp.Split(x[0], Groups);
        var axes = GroupNormalizationOp.Axes(split);
        var d = split - split.Mean(keepAxes: true, axes);
        var r = 1 / ((d * d).Mean(keepAxes: true, axes) + Epsilon).Sqrt();
        var (normal, h) = (d * r, GroupNormalizationOp.Split(x[2] * BatchNormalizationOp.PerChannel(x[1], x[0]), Groups));
        var dx = (r * (h - h.Mean(keepAxes: true, axes) - (normal * (h * normal).Mean(keepAxes: true, axes)))).Reshape(x[0].Shape);
        return [dx, (x[2] * normal.Reshape(x[0].Shape)).Sum(BatchNormalizationOp.Axes(x[0])), x[2].Sum(BatchNormalizationOp.Axes(x[0]))];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new GroupedNormalization<T>(sizes[0], Groups, sizes[1] / Groups, sizes.After(1), Epsilon, isCentered: true).Backward(
            binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), binding.Output<T>(0), binding.Output<T>(1), binding.Output<T>(2),
            binding.Scratch);
    }
}
