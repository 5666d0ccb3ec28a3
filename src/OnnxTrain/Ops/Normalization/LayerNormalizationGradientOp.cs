using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The gradients of layer normalization by x, scale and, where it is centered, bias, from x, scale and the gradient g of y: with
/// r = 1/√(variance + ε), d = x − mean, h = g · scale and n elements from <c>Axis</c> on, dx = r · (h − Σ h / n − d · r² · Σ h · d / n),
/// dscale = Σ g · d · r and dbias = Σ g. Not centered, d = x, the mean square stands for the variance, and Σ h is gone.
/// </summary>
internal sealed record LayerNormalizationGradientOp(int Axis, double Epsilon, bool IsCentered) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        LayerNormalizationOp.RequireTail(Name, Axis, inputs[0], inputs[1..2]);
        if (inputs[2] != inputs[0])
            throw new ShapeException($"LayerNormalizationGradient: the gradient {inputs[2]} must be of the input's type {inputs[0]}.");
        return IsCentered ? [inputs[0], inputs[1], inputs[1]] : [inputs[0], inputs[1]];
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var axes = LayerNormalizationOp.Axes(x[0], Axis);
        var d = IsCentered ? x[0] - x[0].Mean(keepAxes: true, axes) : x[0];
        var r = 1 / ((d * d).Mean(keepAxes: true, axes) + Epsilon).Sqrt();
        var (normal, h) = (d * r, x[2] * x[1]);
        var rest = h - (normal * (h * normal).Mean(keepAxes: true, axes));
        var dx = r * (IsCentered ? rest - h.Mean(keepAxes: true, axes) : rest);
        var dscale = (x[2] * normal).SumTo(x[1].Shape);
        return IsCentered ? [dx, dscale, x[2].SumTo(x[1].Shape)] : [dx, dscale];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new GroupedNormalization<T>(sizes.Before(Axis), 1, Sizes.Product(sizes.AsSpan(Axis)), 1, Epsilon, IsCentered).Backward(
            binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2),
            binding.Output<T>(0), binding.Output<T>(1), IsCentered ? binding.Output<T>(2) : default, binding.Scratch);
    }
}
