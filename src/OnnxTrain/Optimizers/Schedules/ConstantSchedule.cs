namespace OnnxTrain;

/// <summary>The optimizer's rate, or a part of it, from beginning to end.</summary>
/// <param name="factor">The part.</param>
public sealed class ConstantSchedule(double factor = 1) : LearningRateSchedule
{
    private readonly double _factor = NotNegative(factor, nameof(factor));

    /// <inheritdoc/>
    public override string ToString() => Describe($"{_factor}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses) => _factor;
}
