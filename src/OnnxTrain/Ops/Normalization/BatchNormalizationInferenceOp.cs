using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · scale + bias for x [batch, channels, …] and given statistics, all [channels]: batch normalization in
/// inference mode, or frozen.
/// </summary>
internal sealed record BatchNormalizationInferenceOp(double Epsilon) : FormulaOp
{
    public override string Name => "BatchNormalization";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        BatchNormalizationOp.RequireChannels(Name, inputs[0], inputs[1..]);
        return [inputs[0]];
    }

    /// <summary>An attribute can hold ε only in float32.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64) base.ToOnnx(form);
        else form.Emit("BatchNormalization", OnnxAttribute.Float("epsilon", Epsilon));
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var factor = x[1] / (x[4] + Epsilon).Sqrt();
        return
        [
            ((x[0] - BatchNormalizationOp.PerChannel(x[3], x[0])) * BatchNormalizationOp.PerChannel(factor, x[0]))
                + BatchNormalizationOp.PerChannel(x[2], x[0]),
        ];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new ChannelNormalization<T>(sizes[0], sizes[1], sizes.After(1), Epsilon).Apply(
            binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), binding.Input<T>(3), binding.Input<T>(4), binding.Output<T>(0),
            binding.Scratch);
    }
}

public partial class Value
{
    /// <summary>
    /// (x − mean) / √(variance + ε) · scale + bias with given statistics of each channel: batch normalization in inference mode.
    /// <c>BatchNorm2d</c> and similar layers use the statistics of the batch during training.
    /// </summary>
    /// <param name="scale">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="mean">[channels].</param>
    /// <param name="variance">[channels].</param>
    /// <param name="epsilon">ε.</param>
    /// <returns>A tensor of the same shape as this value [batch, channels, …].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value BatchNormalization(Value scale, Value bias, Value mean, Value variance, double epsilon = 1e-5) =>
        new BatchNormalizationInferenceOp(epsilon).Of(this, scale, bias, mean, variance);
}
