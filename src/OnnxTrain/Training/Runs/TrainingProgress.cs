namespace OnnxTrain;

/// <summary>The progress of training.</summary>
/// <param name="Epoch">The current or just finished epoch, counted from 1.</param>
/// <param name="Epochs">The maximum number of epochs.</param>
/// <param name="Batch">The number of finished batches in the epoch.</param>
/// <param name="Batches">The number of batches in an epoch.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="RowsPerSecond">Training rows per second in the epoch so far.</param>
/// <param name="Elapsed">The time since training began.</param>
/// <param name="Remaining">The estimated time until the last epoch ends, if training is not stopped before; null while it is
/// unknown.</param>
/// <param name="Result">The result of the epoch that has just finished; null within an epoch.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    double Loss,
    double RowsPerSecond,
    TimeSpan Elapsed,
    TimeSpan? Remaining,
    EpochResult? Result);
