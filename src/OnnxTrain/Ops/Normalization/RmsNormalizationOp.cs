using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = x / √(mean of x² + ε) · scale, the mean over the axes from <c>Axis</c> on, of which the scale has the shape (Zhang and Sennrich,
/// 2019, "Root mean square layer normalization").
/// </summary>
internal sealed record RmsNormalizationOp(int Axis, double Epsilon) : FormulaOp
{
    /// <summary>The opset that introduced the operator.</summary>
    private const int Since = 23;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        LayerNormalizationOp.RequireTail(Name, Axis, inputs[0], inputs[1..]);
        return [inputs[0]];
    }

    // the operator of the gradient
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [
            .. new LayerNormalizationGradientOp(Axis, Epsilon, IsCentered: false)
                .NodeOf(node.Inputs[0], node.Inputs[1], gradients[0]!)
                .Outputs,
        ];

    /// <summary>An attribute can hold ε only in float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Opset < Since || form.IsFloat64) base.ToOnnx(form);
        else form.Emit("RMSNormalization", OnnxAttribute.Int("axis", Axis), OnnxAttribute.Float("epsilon", Epsilon));
    }

    protected override Value[] Formula(IReadOnlyList<Value> x) =>
        [x[0] / ((x[0] * x[0]).Mean(keepAxes: true, LayerNormalizationOp.Axes(x[0], Axis)) + Epsilon).Sqrt() * x[1]];

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new GroupedNormalization<T>(sizes.Before(Axis), 1, Sizes.Product(sizes.AsSpan(Axis)), 1, Epsilon, isCentered: false).Forward(
            binding.Input<T>(0), binding.Input<T>(1), default, binding.Output<T>(0)).Run;
    }
}

public partial class Value
{
    /// <summary>
    /// x / √(mean of x² + ε) · scale, the mean over the axes that <paramref name="scale"/> has, the last ones (Zhang and Sennrich, 2019,
    /// "Root mean square layer normalization").
    /// </summary>
    /// <param name="scale">The shape of the last axes, all numbers.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value RmsNormalization(Value scale, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return new RmsNormalizationOp(TailAxis(scale, nameof(RmsNormalization)), epsilon).Of(this, scale);
    }
}
