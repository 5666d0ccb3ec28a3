namespace OnnxTrain;

/// <summary>How far training is.</summary>
/// <param name="Epoch">The epoch under way, or just ended: 1 for the first.</param>
/// <param name="Epochs">The most epochs that will be run.</param>
/// <param name="Batch">The batches of the epoch that are done.</param>
/// <param name="Batches">The batches of an epoch.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="RowsPerSecond">Training rows a second in the epoch so far.</param>
/// <param name="Elapsed">Since training began.</param>
/// <param name="Remaining">Until the last epoch ends, if training is not stopped before; null while there is no telling.</param>
/// <param name="Result">The result of the epoch, when it has just ended; null within an epoch.</param>
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
