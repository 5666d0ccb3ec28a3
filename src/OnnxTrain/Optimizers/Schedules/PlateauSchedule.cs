namespace OnnxTrain;

/// <summary>
/// Reduces the rate by a factor when the loss has stopped decreasing (PyTorch's ReduceLROnPlateau with its relative threshold). The loss is
/// the validation loss of the epochs, or the training loss without validation rows.
/// </summary>
/// <param name="gamma">The factor of the rate.</param>
/// <param name="patience">The number of epochs without a lower loss that are tolerated; the next one reduces the rate.</param>
public sealed class PlateauSchedule(double gamma = 0.1, int patience = 10) : LearningRateSchedule
{
    private readonly double _gamma = Positive(gamma, nameof(gamma));
    private readonly double _patience = NotNegative(patience, nameof(patience));

    /// <summary>The relative decrease below the lowest loss so far that counts as lower.</summary>
    public double Threshold { get; init => field = NotNegative(value, nameof(Threshold)); } = 1e-4;

    /// <summary>The number of epochs to wait after the rate was reduced.</summary>
    public int Cooldown { get; init => field = (int)NotNegative(value, nameof(Cooldown)); }

    /// <summary>The lowest factor.</summary>
    public double Minimum { get; init => field = NotNegative(value, nameof(Minimum)); }

    /// <inheritdoc/>
    public override string ToString() =>
        Describe($"{_gamma}, patience {_patience}, threshold {Threshold}, cooldown {Cooldown}, minimum {Minimum}");

    /// <inheritdoc/>
    public override double Factor(long time, IReadOnlyList<double> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        var (factor, best, bad, rest) = (1.0, double.PositiveInfinity, 0, 0);
        for (var i = 0; i < losses.Count; i++)
        {
            if (losses[i] < best - (Threshold * Math.Abs(best)) || double.IsInfinity(best)) (best, bad) = (losses[i], 0);
            else bad++;
            if (rest > 0) (rest, bad) = (rest - 1, 0);
            if (bad <= _patience) continue;
            (factor, bad, rest) = (Math.Max(factor * _gamma, Minimum), 0, Cooldown);
        }

        return factor;
    }
}
