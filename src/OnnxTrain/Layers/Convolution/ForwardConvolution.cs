namespace OnnxTrain;

/// <summary>A convolution with learned weights.</summary>
public abstract class ForwardConvolution : ConvolutionLayer
{
    private readonly PadMode _paddingMode;

    private protected ForwardConvolution(
        int axes, int inputs, int outputs, Extent kernelSize, Extent stride, Padding padding, Extent dilation, int groups, bool bias,
        PadMode paddingMode, Initializer? initializer)
        : base(axes, inputs, outputs, kernelSize, stride, padding, dilation, groups, bias, isTransposed: false, initializer) =>
        _paddingMode = paddingMode;

    /// <summary>[batch, outputs, positions …] for x [batch, inputs, spatial axes …].</summary>
    public override Value Forward(Value x)
    {
        Require(x);
        return _paddingMode == PadMode.Constant
            ? x.Conv(Weight, Bias?.ToValue(), Stride, Padding, Dilation, Groups)
            : Padded(x).Conv(Weight, Bias?.ToValue(), Stride, Padding.Valid, Dilation, Groups);
    }

    private Value Padded(Value x)
    {
        var axes = x.Rank - 2;
        var (strides, dilations) = (Stride.For(axes, "stride", 1, 1), Dilation.For(axes, "dilation", 1, 1));
        int[] reach = [.. dilations.Select((d, i) => ((int)(Weight.Shape[i + 2].Size - 1) * d) + 1)];
        var pads = Padding.For([.. x.Shape.Skip(2)], reach, strides);
        return x.Pad([0, 0, .. pads.Select(p => p.Before)], [0, 0, .. pads.Select(p => p.After)], _paddingMode);
    }
}
