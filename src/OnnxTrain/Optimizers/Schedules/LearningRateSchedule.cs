namespace OnnxTrain;

/// <summary>
/// The learning rate over time, as a factor of the optimizer's rate. A schedule is a stateless function, so several trainers may share it.
/// </summary>
public abstract class LearningRateSchedule
{
    /// <summary>The unit of <c>time</c>; in combined schedules, that of the outermost.</summary>
    public ScheduleUnit Unit { get; init; }

    /// <summary>Returns the rate at a time, as a factor of the optimizer's <see cref="Optimizer.LearningRate"/>; not negative.</summary>
    /// <param name="time">The number of epochs or updates so far, according to <see cref="Unit"/>: 0 for the first.</param>
    /// <param name="losses">The validation loss of each finished epoch, or the training loss without validation rows.</param>
    public abstract double Factor(long time, IReadOnlyList<double> losses);

    /// <summary>
    /// The settings as text, which identifies the schedule in a checkpoint; a custom schedule is identified by its type and some of its
    /// factors in addition.
    /// </summary>
    public override string ToString() => Describe($"");

    /// <summary>The type, its settings and the unit of time, culture-invariant.</summary>
    private protected string Describe(FormattableString settings) =>
        Invariant($"{GetType().Name}({FormattableString.Invariant(settings)}) by {Unit}");

    /// <summary>Checks that a length of time, or a factor, is a positive number.</summary>
    private protected static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be a positive number.");

    /// <summary>Checks that a factor is 0 or more.</summary>
    private protected static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be 0 or more.");

    /// <summary>Checks that a length of time is at least 1.</summary>
    private protected static long AtLeastOne(long value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be at least 1.");

    /// <summary>Half a cosine wave from <paramref name="from"/> at 0 to <paramref name="to"/> at 1.</summary>
    private protected static double Cosine(double from, double to, double fraction) =>
        to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * fraction)));
}
