namespace OnnxTrain;

/// <summary>1 / (1 + decay · t): with it, stochastic gradient descent converges (Robbins and Monro, 1951).</summary>
/// <param name="decay">The decay: at t = 1 / decay the rate is halved.</param>
public sealed class InverseTimeSchedule(double decay) : LearningRateSchedule
{
    private readonly double _decay = NotNegative(decay, nameof(decay));

    /// <inheritdoc/>
    public override string ToString() => Describe($"{_decay}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses) => 1 / (1 + (_decay * time));
}
