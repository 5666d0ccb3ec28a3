namespace OnnxTrain;

/// <summary>
/// Reversible instance normalization (Kim, Kim, Tae, Park, Choi and Choo, 2022): a window of a series is standardized by its own mean and
/// deviation and scaled by learned numbers; a forecast made of it is brought back.
/// </summary>
internal sealed class ReversibleNormalization : Module
{
    private const double Epsilon = 1e-5;

    private readonly Variable _weight, _bias;

    public ReversibleNormalization(int series)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(series, 1);
        (_weight, _bias) = (Parameter("weight", [series], Initializer.Ones), Parameter("bias", [series], Initializer.Zeros));
    }

    /// <summary>A forecast [batch, horizon, series] of x [batch, window, series], made of the standardized window.</summary>
    public Value Around(Value x, Func<Value, Value> forecast)
    {
        var mean = x.Mean(keepAxes: true, 1);
        var deviation = ((x - mean).Square().Mean(keepAxes: true, 1) + Epsilon).Sqrt();
        var standardized = ((x - mean) / deviation * _weight) + _bias;
        return ((forecast(standardized) - _bias) / _weight * deviation) + mean;
    }

    public override Value Forward(Value x) => Around(x, standardized => standardized);
}
