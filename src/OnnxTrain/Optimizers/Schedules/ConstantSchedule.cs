namespace OnnxTrain;

/// <summary>A constant factor of the optimizer's rate.</summary>
/// <param name="factor">The factor.</param>
public sealed class ConstantSchedule(double factor = 1) : LearningRateSchedule
{
    private readonly double _factor = NotNegative(factor, nameof(factor));

    /// <inheritdoc/>
    public override string ToString() => Describe($"{_factor}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses) => _factor;
}
