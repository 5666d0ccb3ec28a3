namespace OnnxTrain;

/// <summary>
/// A long short-term memory that reads all series together, and a linear layer from its last state to all steps of the horizon. The last
/// known values are subtracted before and added after, as in <see cref="NLinear"/>.
/// </summary>
public sealed class LstmForecaster : Module
{
    private readonly int _horizon, _series;
    private readonly Lstm _lstm;
    private readonly Linear _linear;

    /// <summary>Creates a network.</summary>
    /// <param name="series">The number of series.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="hiddenSize">The number of units.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public LstmForecaster(int series, int horizon, int hiddenSize = 128)
    {
        ForecastNetworks.Check(1, horizon);
        (_series, _horizon, _lstm) = (series, horizon, new(series, hiddenSize));
        _linear = new(hiddenSize, checked(horizon * series));
    }

    /// <summary>[batch, horizon, series] for x [batch, window, series].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var last = x.Slice(1, -1);
        var state = (x - last).Apply(_lstm).Slice(1, -1).Flatten();
        return state.Apply(_linear).Reshape([x.Shape[0], _horizon, _series]) + last;
    }
}
