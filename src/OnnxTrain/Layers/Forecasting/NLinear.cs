namespace OnnxTrain;

/// <summary>
/// One linear layer from the window to the horizon, the same for all series (NLinear; Zeng, Chen, Zhang and Xu, 2023, «Are Transformers
/// Effective for Time Series Forecasting?»). The last known value is subtracted before it and added after it, so that a series may move to
/// a level that training has not seen.
/// </summary>
public sealed class NLinear : Module
{
    private readonly Linear _linear;

    /// <summary>Creates a network.</summary>
    /// <param name="window">The number of known steps.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public NLinear(int window, int horizon)
    {
        ForecastNetworks.Check(window, horizon);
        _linear = new(window, horizon);
    }

    /// <summary>[batch, horizon, series] for x [batch, window, series].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var last = x.Slice(1, -1);
        return (x - last).Transpose(0, 2, 1).Apply(_linear).Transpose(0, 2, 1) + last;
    }
}
