namespace OnnxTrain;

/// <summary>
/// A linear increase from <see cref="Start"/> at 0 to 1 at <c>length</c>, followed by another schedule, whose time starts there (PyTorch's
/// LinearLR).
/// </summary>
/// <param name="length">The time until the full rate.</param>
/// <param name="after">The schedule that follows; null for the full rate.</param>
public sealed class WarmUpSchedule(long length, LearningRateSchedule? after = null) : LearningRateSchedule
{
    private readonly long _length = AtLeastOne(length, nameof(length));

    /// <summary>The initial factor.</summary>
    public double Start { get; init => field = NotNegative(value, nameof(Start)); } = 1.0 / 3;

    /// <inheritdoc/>
    public override string ToString() => Describe($"length {_length}, start {Start}, after {after}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses) => time < _length
        ? Start + ((1 - Start) * time / _length)
        : after?.Factor(time - _length, losses) ?? 1;
}
