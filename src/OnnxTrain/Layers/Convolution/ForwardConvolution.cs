namespace OnnxTrain;

/// <summary>A convolution with learned weights.</summary>
public abstract class ForwardConvolution : ConvolutionLayer
{
    private readonly PaddingMode _paddingMode;

    private protected ForwardConvolution(
        int axes, int inputs, int outputs, Extent kernelSize, Extent stride, Padding padding, Extent dilation, int groups, bool bias, PaddingMode paddingMode, Initializer? initializer)
        : base(axes, inputs, outputs, kernelSize, stride, padding, dilation, groups, bias, isTransposed: false, initializer) => _paddingMode = paddingMode;

    /// <summary>[batch, outputs, positions …] for x [batch, inputs, spatial axes …].</summary>
    public override Value Forward(Value x)
    {
        Require(x);
        if (_paddingMode != PaddingMode.Zeros) throw new NotSupportedException($"Padding mode {_paddingMode} is not there yet.");
        return x.Conv(Weight, Bias?.ToValue(), Stride, Padding, Dilation, Groups);
    }
}
