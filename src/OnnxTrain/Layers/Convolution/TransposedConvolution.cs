namespace OnnxTrain;

/// <summary>A transposed convolution, whose strides enlarge the image.</summary>
public abstract class TransposedConvolution : ConvolutionLayer
{
    private readonly Extent _outputPadding;

    private protected TransposedConvolution(
        int axes, int inputs, int outputs, Extent kernelSize, Extent stride, Padding padding, Extent outputPadding, int groups, bool bias,
        Extent dilation, Initializer? initializer)
        : base(axes, inputs, outputs, kernelSize, stride, padding, dilation, groups, bias, isTransposed: true, initializer) =>
        _outputPadding = outputPadding;

    /// <summary>
    /// [batch, outputs, (size − 1) · stride − 2 · padding + (taps − 1) · dilation + outputPadding + 1 …] for x [batch, inputs, spatial axes
    /// …].
    /// </summary>
    public override Value Forward(Value x)
    {
        Require(x);
        return x.ConvTranspose(Weight, Bias?.ToValue(), Stride, Padding, _outputPadding, Dilation, Groups);
    }
}
