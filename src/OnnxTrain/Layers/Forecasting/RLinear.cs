namespace OnnxTrain;

/// <summary>
/// Reversible instance normalization and one linear layer (RLinear; Li, Qi, Li and Xu, 2023, «Revisiting Long-term Time Series
/// Forecasting»): each window of each series is standardized by its own mean and deviation, which the forecast is brought back by (Kim et
/// al., 2022), so that level and spread may change in time.
/// </summary>
public sealed class RLinear : Module
{
    private readonly ReversibleNormalization _normalization;
    private readonly Linear _linear;

    /// <summary>Creates a network.</summary>
    /// <param name="series">The number of series.</param>
    /// <param name="window">The number of known steps.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public RLinear(int series, int window, int horizon)
    {
        ForecastNetworks.Check(window, horizon);
        (_normalization, _linear) = (new(series), new(window, horizon));
    }

    /// <summary>[batch, horizon, series] for x [batch, window, series].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _normalization.Around(x, standardized => standardized.Transpose(0, 2, 1).Apply(_linear).Transpose(0, 2, 1));
    }
}
