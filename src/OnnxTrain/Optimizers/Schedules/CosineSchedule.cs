namespace OnnxTrain;

/// <summary>
/// end + (1 − end) · ½ (1 + cos(π · t / period)), and <c>end</c> from <c>period</c> on (Loshchilov and Hutter, 2016, "SGDR"). With
/// <see cref="Restarts"/> the rate restarts at its highest value after each period (PyTorch's CosineAnnealingWarmRestarts).
/// </summary>
/// <param name="period">The time from the highest rate to the lowest.</param>
/// <param name="end">The lowest factor.</param>
public sealed class CosineSchedule(long period, double end = 0) : LearningRateSchedule
{
    private readonly long _period = AtLeastOne(period, nameof(period));
    private readonly double _end = NotNegative(end, nameof(end));

    /// <summary>Whether the schedule restarts after each period.</summary>
    public bool Restarts { get; init; }

    /// <summary>The ratio of the length of each period to the previous one.</summary>
    public int Multiplier { get; init => field = (int)AtLeastOne(value, nameof(Multiplier)); } = 1;

    /// <inheritdoc/>
    public override string ToString() => Describe($"period {_period}, end {_end}, restarts {Restarts}, multiplier {Multiplier}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses)
    {
        var period = _period;
        if (!Restarts) time = Math.Min(time, period);
        else if (Multiplier == 1) time %= period;
        else
        {
            for (; time >= period; period *= Multiplier) time -= period;
        }

        return Cosine(1, _end, (double)time / period);
    }
}
