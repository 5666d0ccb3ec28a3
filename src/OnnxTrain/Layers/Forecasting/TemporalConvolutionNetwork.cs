namespace OnnxTrain;

/// <summary>
/// A temporal convolution network (Bai, Kolter and Koltun, 2018, «An Empirical Evaluation of Generic Convolutional and Recurrent Networks
/// for Sequence Modeling»): residual blocks of causal convolutions, whose dilation doubles from block to block until the last step sees the
/// whole window, and a linear layer from the last step to the horizon. The last known values are subtracted before and added after.
/// </summary>
public sealed class TemporalConvolutionNetwork : Module
{
    private const int Taps = 3;

    private readonly int _horizon, _series;
    private readonly TemporalBlock[] _blocks;
    private readonly Linear _linear;

    /// <summary>Creates a network.</summary>
    /// <param name="series">The number of series.</param>
    /// <param name="window">The number of known steps.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="channels">The number of channels between the convolutions.</param>
    /// <param name="dropout">The dropout rate after each convolution.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the rate is outside [0, 1).</exception>
    public TemporalConvolutionNetwork(int series, int window, int horizon, int channels = 32, double dropout = 0.1)
    {
        ForecastNetworks.Check(window, horizon);
        ArgumentOutOfRangeException.ThrowIfLessThan(series, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (_series, _horizon) = (series, horizon);

        // A block of dilation d sees 2 · (taps − 1) · d further steps.
        var blocks = new List<TemporalBlock>();
        for (int dilation = 1, seen = 1; seen < window || blocks.Count == 0; dilation *= 2)
        {
            blocks.Add(new(blocks.Count == 0 ? series : channels, channels, Taps, dilation, dropout));
            seen += 2 * (Taps - 1) * dilation;
        }

        _blocks = [.. blocks];
        _linear = new(channels, checked(horizon * series));
    }

    /// <summary>[batch, horizon, series] for x [batch, window, series].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var last = x.Slice(1, -1);
        var seen = (x - last).Transpose(0, 2, 1);
        foreach (var block in _blocks) seen = seen.Apply(block);
        return seen.Slice(2, -1).Flatten().Apply(_linear).Reshape([x.Shape[0], _horizon, _series]) + last;
    }
}
