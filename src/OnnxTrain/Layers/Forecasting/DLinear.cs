namespace OnnxTrain;

/// <summary>
/// Decomposition and linear layers (DLinear; Zeng, Chen, Zhang and Xu, 2023, «Are Transformers Effective for Time Series Forecasting?»):
/// the trend of a series is its moving average over 25 steps, with the first and last step repeated at the ends. Trend and rest go each
/// through a linear layer from the window to the horizon, the same for all series, and are added.
/// </summary>
public sealed class DLinear : Module
{
    private const int MovingAverage = 25;

    private readonly ReplicationPad1d _ends;
    private readonly AvgPool1d _average;
    private readonly Linear _trend, _seasonal;

    /// <summary>Creates a network.</summary>
    /// <param name="window">The number of known steps.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public DLinear(int window, int horizon)
    {
        ForecastNetworks.Check(window, horizon);
        const int side = MovingAverage / 2;
        (_ends, _average) = (new(side, side), new(MovingAverage, 1));
        (_trend, _seasonal) = (new(window, horizon), new(window, horizon));
    }

    /// <summary>[batch, horizon, series] for x [batch, window, series].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = x.Transpose(0, 2, 1);
        var trend = x.Apply(_ends).Apply(_average);
        return (trend.Apply(_trend) + (x - trend).Apply(_seasonal)).Transpose(0, 2, 1);
    }
}
