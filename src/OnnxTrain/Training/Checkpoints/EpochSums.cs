namespace OnnxTrain;

/// <summary>What the steps of the epoch under way have come to.</summary>
/// <param name="Batches">How many there were.</param>
/// <param name="Rows">Their rows.</param>
/// <param name="Total">What they count in a mean of losses: rows, or the sum of weights where rows or classes have some.</param>
/// <param name="Loss">The sum of the rows' losses, times their weights.</param>
/// <param name="Accuracy">The number of rows, or of places in them, whose class was found.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="Seconds">How long they took.</param>
/// <param name="Counted">The number of rows, or of places in them, that accuracy is a part of.</param>
internal readonly record struct EpochSums(
    int Batches, long Rows, double Total, double Loss, double Accuracy, double LearningRate, double Seconds, double Counted)
{
    public EpochSums Add(int rows, double total, double loss, double accuracy, double counted, double learningRate) =>
        new(
            Batches + 1, Rows + rows, Total + total, Loss + (loss * total), Accuracy + (accuracy * counted), learningRate, Seconds,
            Counted + counted);
}
