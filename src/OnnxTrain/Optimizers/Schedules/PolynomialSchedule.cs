namespace OnnxTrain;

/// <summary>
/// end + (1 − end) · (1 − t / total)^power, and <c>end</c> from <c>total</c> on; at power 1 a straight line (PyTorch's PolynomialLR).
/// </summary>
/// <param name="total">The time until the end.</param>
/// <param name="power">The exponent.</param>
/// <param name="end">The factor at the end.</param>
public sealed class PolynomialSchedule(long total, double power = 1, double end = 0) : LearningRateSchedule
{
    private readonly long _total = AtLeastOne(total, nameof(total));
    private readonly double _power = Positive(power, nameof(power));
    private readonly double _end = NotNegative(end, nameof(end));

    /// <inheritdoc/>
    public override string ToString() => Describe($"total {_total}, power {_power}, end {_end}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses) =>
        _end + ((1 - _end) * Math.Pow(1 - ((double)Math.Min(time, _total) / _total), _power));
}
