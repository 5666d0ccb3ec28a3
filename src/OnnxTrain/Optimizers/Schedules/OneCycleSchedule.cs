namespace OnnxTrain;

/// <summary>
/// Up from 1 / <see cref="Divisor"/> to 1 and down to 1 / (<see cref="Divisor"/> · <see cref="FinalDivisor"/>), each half a cosine wave:
/// the optimizer's rate is the maximum (Smith and Topin, 2018, "Super-convergence"; PyTorch's OneCycleLR). Usually used with
/// <see cref="ScheduleUnit.Step"/>.
/// </summary>
/// <param name="total">The time of the whole cycle: the rate is lowest at total − 1, and stays there.</param>
public sealed class OneCycleSchedule(long total) : LearningRateSchedule
{
    private readonly long _total = AtLeastOne(total - 1, nameof(total)) + 1;

    /// <summary>The fraction of the time in which the rate rises, above 0 and below 1.</summary>
    public double Rise
    {
        get;
        init =>
            field = value is > 0 and < 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(Rise), value, "Must be above 0 and below 1.");
    } = 0.3;

    /// <summary>The ratio of the highest rate to the first.</summary>
    public double Divisor { get; init => field = Positive(value, nameof(Divisor)); } = 25;

    /// <summary>The ratio of the first rate to the last.</summary>
    public double FinalDivisor { get; init => field = Positive(value, nameof(FinalDivisor)); } = 1e4;

    /// <inheritdoc/>
    public override string ToString() => Describe($"total {_total}, rise {Rise}, divisor {Divisor}, final divisor {FinalDivisor}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses)
    {
        double peak = (Rise * _total) - 1, end = _total - 1;
        return time <= peak
            ? Cosine(1 / Divisor, 1, peak > 0 ? time / peak : 1)
            : Cosine(1, 1 / (Divisor * FinalDivisor), (Math.Min(time, end) - Math.Max(peak, 0)) / (end - Math.Max(peak, 0)));
    }
}
