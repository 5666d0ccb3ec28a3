using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The gradients of batch normalization's y by x, scale and bias, from x [batch, channels, …], scale, the batch's mean and variance, all
/// [channels], and the gradient g of y: with r = 1/√(variance + ε), d = x − mean and n numbers per channel, dbias = Σ g, dscale = r · Σ g ·
/// d and dx = scale · r · (g − Σ g / n − d · r² · Σ g · d / n).
/// </summary>
internal sealed record BatchNormalizationGradientOp(double Epsilon) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        BatchNormalizationOp.RequireChannels("BatchNormalizationGradient", inputs[0], inputs[1..4]);
        return inputs[4] == inputs[0]
            ? [inputs[0], inputs[1], inputs[1]]
            : throw new ShapeException($"BatchNormalizationGradient: the gradient {inputs[4]} must be of the input's type {inputs[0]}.");
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var axes = BatchNormalizationOp.Axes(x[0]);
        var (d, g) = (x[0] - BatchNormalizationOp.PerChannel(x[2], x[0]), x[4]);
        var r = 1 / (x[3] + Epsilon).Sqrt();
        var (sum, product) = (g.Sum(axes), (g * d).Sum(axes));
        var (means, slopes) = (sum / BatchNormalizationOp.Count(x[0]), product * r * r / BatchNormalizationOp.Count(x[0]));
        var dx =
            (g - BatchNormalizationOp.PerChannel(means, x[0]) - (d * BatchNormalizationOp.PerChannel(slopes, x[0])))
            * BatchNormalizationOp.PerChannel(x[1] * r, x[0]);
        return [dx, product * r, sum];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new ChannelNormalization<T>(sizes[0], sizes[1], sizes.After(1), Epsilon).Backward(
            binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), binding.Input<T>(3), binding.Input<T>(4),
            binding.Output<T>(0), binding.Output<T>(1), binding.Output<T>(2)).Run;
    }
}
