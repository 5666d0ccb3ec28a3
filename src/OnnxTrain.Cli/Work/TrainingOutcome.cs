namespace OnnxTrain.Cli;

/// <summary>How training ended.</summary>
/// <param name="History">Its course.</param>
/// <param name="Diverged">What was wrong, if the loss was no longer finite.</param>
internal sealed record TrainingOutcome(History History, TrainingDivergedException? Diverged)
{
    public bool WasCancelled => History.StopReason == StopReason.Cancelled;

    public bool WasCutShort => WasCancelled || Diverged is not null;

    /// <summary>Whether an epoch ended whose weights are worth keeping.</summary>
    public bool HasBest => History.BestEpoch > 0;
}
