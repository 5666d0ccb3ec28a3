namespace OnnxTrain;

/// <summary>The rules for when training stops before its last epoch, and with which weights.</summary>
internal static class StopRules
{
    /// <summary>The reason to stop after an epoch, or null to continue.</summary>
    public static StopReason? After(EpochResult epoch, int bestEpoch, TimeSpan elapsed, TrainingOptions options) =>
        epoch.TrainingLoss <= options.LossThreshold ? StopReason.LossReached
        : epoch.Epoch - bestEpoch >= options.Patience ? StopReason.EarlyStopping
        : elapsed >= options.TimeLimit ? StopReason.TimeLimit
        : null;

    /// <summary>Whether the weights of the last epoch are kept instead of the best ones.</summary>
    public static bool KeepsLast(StopReason reason, int? patience) =>
        patience is null && reason is (StopReason.Completed or StopReason.TimeLimit or StopReason.LossReached or StopReason.Callback);
}
