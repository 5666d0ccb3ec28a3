namespace OnnxTrain;

/// <summary>
/// A residual block of a <see cref="TemporalConvolutionNetwork"/>: twice a causal convolution, ReLU and dropout, added to the input, which
/// goes through a convolution of one tap where the channels differ.
/// </summary>
internal sealed class TemporalBlock : Module
{
    private readonly int _before;
    private readonly Conv1d _conv1, _conv2;
    private readonly Conv1d? _downsample;
    private readonly double _dropout;

    public TemporalBlock(int inputs, int outputs, int taps, int dilation, double dropout)
    {
        (_before, _dropout) = ((taps - 1) * dilation, dropout);
        _conv1 = new(inputs, outputs, taps, dilation: dilation);
        _conv2 = new(outputs, outputs, taps, dilation: dilation);
        _downsample = inputs == outputs ? null : new(inputs, outputs, 1);
    }

    /// <summary>[batch, outputs, time] for x [batch, inputs, time].</summary>
    public override Value Forward(Value x)
    {
        var y = Causal(x).Apply(_conv1).Relu().Dropout(_dropout);
        y = Causal(y).Apply(_conv2).Relu().Dropout(_dropout);
        return (y + (_downsample is null ? x : x.Apply(_downsample))).Relu();
    }

    /// <summary>Zeros before the first step, so that no step sees a later one.</summary>
    private Value Causal(Value x) => x.Pad([_before], [0]);
}
