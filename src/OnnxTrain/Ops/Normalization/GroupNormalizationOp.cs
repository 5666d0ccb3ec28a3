using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · scale + bias for x [batch, channels, …], with mean and variance of each row over the channels of a
/// group and all further axes; scale and bias [channels] (Wu and He, 2018, "Group normalization"). One channel per group is instance
/// normalization (Ulyanov, Vedaldi and Lempitsky, 2016).
/// </summary>
internal sealed record GroupNormalizationOp(int Groups, double Epsilon) : FormulaOp
{
    /// <summary>The opset whose operator has a scale per channel; the operator of opset 18 has a scale per group.</summary>
    private const int Since = 21;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        RequireGroups(Name, Groups, inputs[0], inputs[1..]);
        return [inputs[0]];
    }

    // the operator of the gradient
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [.. new GroupNormalizationGradientOp(Groups, Epsilon).NodeOf(node.Inputs[0], node.Inputs[1], gradients[0]!).Outputs];

    /// <summary>ONNX Runtime's InstanceNormalization supports only float32 with an axis after the channels.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        var x = form.Node.Inputs[0].Type;
        if (x.ElementType != ElementType.Float32 || x.Shape.Rank < 3)
            base.ToOnnx(form);
        else if (Groups == x.Shape[1].Size)
            form.Emit("InstanceNormalization", OnnxAttribute.Float("epsilon", Epsilon));
        else if (form.Opset >= Since)
            form.Emit("GroupNormalization", OnnxAttribute.Int("num_groups", Groups), OnnxAttribute.Float("epsilon", Epsilon));
        else
            base.ToOnnx(form);
    }

    public static void RequireGroups(string name, int groups, TensorType x, ReadOnlySpan<TensorType> perChannel)
    {
        BatchNormalizationOp.RequireChannels(name, x, perChannel);
        if (groups < 1 || x.Shape[1].Size % groups != 0)
            throw new ShapeException($"{name}: the {x.Shape[1]} channels of {x} cannot be divided into {groups} groups of equal size.");
    }

    /// <summary>A value like x with the axis of channels split: [batch, groups, channels of a group, …].</summary>
    public static Value Split(Value x, int groups) => x.Reshape([x.Shape[0], groups, x.Shape[1].Size / groups, .. x.Shape.Skip(2)]);

    /// <summary>The axes of such a value that are normalized together.</summary>
    public static int[] Axes(Value split) => [.. Enumerable.Range(2, split.Rank - 2)];

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var split = Split(x[0], Groups);
        var d = split - split.Mean(keepAxes: true, Axes(split));
        var normal = (d / ((d * d).Mean(keepAxes: true, Axes(split)) + Epsilon).Sqrt()).Reshape(x[0].Shape);
        return [(normal * BatchNormalizationOp.PerChannel(x[1], x[0])) + BatchNormalizationOp.PerChannel(x[2], x[0])];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new GroupedNormalization<T>(sizes[0], Groups, sizes[1] / Groups, sizes.After(1), Epsilon, isCentered: true).Forward(
            binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), binding.Output<T>(0)).Run;
    }
}

public partial class Value
{
    /// <summary>
    /// (x − mean) / √(variance + ε) · scale + bias, mean and variance of each row over the channels of a group and all further axes (Wu and
    /// He, 2018, "Group normalization"). As many groups as channels is instance normalization.
    /// </summary>
    /// <param name="groups">The number of groups, a divisor of the number of channels.</param>
    /// <param name="scale">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>A tensor of the same shape as this value [batch, channels, …].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value GroupNormalization(int groups, Value scale, Value bias, double epsilon = 1e-5) =>
        new GroupNormalizationOp(groups, epsilon).Of(this, scale, bias);
}
