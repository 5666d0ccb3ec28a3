namespace OnnxTrain;

/// <summary>
/// How the learning rate changes in the course of training. A schedule is a function of time alone and keeps nothing, so one
/// may serve several trainers; its value is a factor of the optimizer's own rate.
/// </summary>
public abstract class LearningRateSchedule
{
    /// <summary>The unit of <c>time</c>; in combined schedules, that of the outermost.</summary>
    public ScheduleUnit Unit { get; init; }

    /// <summary>The rate at a time, as a factor of the optimizer's <see cref="Optimizer.LearningRate"/>; not negative.</summary>
    /// <param name="time">The epochs or updates so far, as <see cref="Unit"/> says: 0 for the first.</param>
    /// <param name="losses">The validation loss of each epoch that has ended; the training loss, without validation rows.</param>
    public abstract double Factor(long time, IReadOnlyList<double> losses);

    /// <summary>
    /// The settings in words: all that the factors depend on. By it a checkpoint knows the schedule; one of your own is known by its type
    /// and some of its factors besides.
    /// </summary>
    public override string ToString() => Describe($"");

    /// <summary>The type, its settings and the unit of time, the same in every culture.</summary>
    private protected string Describe(FormattableString settings) =>
        Invariant($"{GetType().Name}({FormattableString.Invariant(settings)}) by {Unit}");

    /// <summary>A length of time, or a factor, that is a positive number.</summary>
    private protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be a positive number.");

    /// <summary>A factor that is a number and not negative.</summary>
    private protected static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be a number that is not negative.");

    /// <summary>A length of time of one at least.</summary>
    private protected static long AtLeastOne(long value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It has to be 1 at least.");

    /// <summary>Half a cosine wave from <paramref name="from"/> at 0 to <paramref name="to"/> at 1.</summary>
    private protected static double Cosine(double from, double to, double fraction) =>
        to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * fraction)));
}
