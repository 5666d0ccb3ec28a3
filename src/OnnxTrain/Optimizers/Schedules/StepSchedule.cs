namespace OnnxTrain;

/// <summary>gamma^⌊t / every⌋: the rate is reduced by a factor at regular intervals (PyTorch's StepLR).</summary>
/// <param name="every">The time between reductions.</param>
/// <param name="gamma">The factor of the rate.</param>
public sealed class StepSchedule(long every, double gamma = 0.1) : LearningRateSchedule
{
    private readonly long _every = AtLeastOne(every, nameof(every));
    private readonly double _gamma = Positive(gamma, nameof(gamma));

    /// <inheritdoc/>
    public override string ToString() => Describe($"every {_every}, {_gamma}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses) => Math.Pow(_gamma, time / _every);
}
