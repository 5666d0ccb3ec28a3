using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · scale + bias, mean and variance over the axes from <c>Axis</c> on, whose shape is that of scale and
/// bias (Ba, Kiros and Hinton, 2016, "Layer normalization"). The bias is optional.
/// </summary>
internal sealed record LayerNormalizationOp(int Axis, double Epsilon) : FormulaOp
{
    /// <summary>The opset that introduced the operator.</summary>
    private const int Since = 17;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        RequireTail(Name, Axis, inputs[0], inputs[1..]);
        return [inputs[0]];
    }

    // the operator of the gradient
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [
            .. new LayerNormalizationGradientOp(Axis, Epsilon, IsCentered: true)
                .NodeOf(node.Inputs[0], node.Inputs[1], gradients[0]!)
                .Outputs.Take(node.Inputs.Count),
        ];

    /// <summary>An attribute can hold ε only in float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.Opset < Since || form.IsFloat64) base.ToOnnx(form);
        else form.Emit("LayerNormalization", OnnxAttribute.Int("axis", Axis), OnnxAttribute.Float("epsilon", Epsilon));
    }

    public static void RequireTail(string name, int axis, TensorType x, ReadOnlySpan<TensorType> tails)
    {
        Shape tail = [.. x.Shape.Skip(axis)];
        if (!tail.IsFixed)
            throw new ShapeException($"{name}: the axes from {axis} on of {x} include a named one; their lengths must be known.");
        foreach (var type in tails)
        {
            if (!type.Shape.Equals(tail))
                throw new ShapeException($"{name}: {type.Shape} does not fit the input {x}; from axis {axis} on it must be {tail}.");
        }
    }

    /// <summary>The axes that are normalized together.</summary>
    public static int[] Axes(Value x, int axis) => [.. Enumerable.Range(axis, x.Rank - axis)];

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var axes = Axes(x[0], Axis);
        var d = x[0] - x[0].Mean(keepAxes: true, axes);
        var y = d / ((d * d).Mean(keepAxes: true, axes) + Epsilon).Sqrt() * x[1];
        return [x.Count > 2 ? y + x[2] : y];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new GroupedNormalization<T>(sizes.Before(Axis), 1, Sizes.Product(sizes.AsSpan(Axis)), 1, Epsilon, isCentered: true).Forward(
            binding.Input<T>(0), binding.Input<T>(1), binding.InputCount > 2 ? binding.Input<T>(2) : default, binding.Output<T>(0)).Run;
    }
}

public partial class Value
{
    /// <summary>
    /// (x − mean) / √(variance + ε) · scale + bias, with mean and variance over the last axes, those of <paramref name="scale"/> (Ba, Kiros
    /// and Hinton, 2016, "Layer normalization").
    /// </summary>
    /// <param name="scale">The shape of the last axes, all numbers.</param>
    /// <param name="bias">The same shape, or null.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value LayerNormalization(Value scale, Value? bias = null, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(scale);
        var op = new LayerNormalizationOp(TailAxis(scale, nameof(LayerNormalization)), epsilon);
        return bias is null ? op.Of(this, scale) : op.Of(this, scale, bias);
    }

    /// <summary>The first of the axes of a scale.</summary>
    private int TailAxis(Value scale, string operation) => scale.Rank >= 1 && scale.Rank <= Rank
        ? Rank - scale.Rank
        : throw new ShapeException($"{operation}: the scale {scale.Type} does not fit {Type}; it must have the shape of its last axes.");
}
