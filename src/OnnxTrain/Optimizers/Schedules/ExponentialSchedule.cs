namespace OnnxTrain;

/// <summary>gammaᵗ (PyTorch's ExponentialLR).</summary>
/// <param name="gamma">The factor of the rate per unit of time.</param>
public sealed class ExponentialSchedule(double gamma) : LearningRateSchedule
{
    private readonly double _gamma = Positive(gamma, nameof(gamma));

    /// <inheritdoc/>
    public override string ToString() => Describe($"{_gamma}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses) => Math.Pow(_gamma, time);
}
