namespace OnnxTrain;

/// <summary>The running sums of the current epoch.</summary>
/// <param name="Batches">The number of batches so far.</param>
/// <param name="Rows">The number of rows so far.</param>
/// <param name="Total">Their total in a mean of losses: the number of rows, or the sum of weights where rows or classes have
/// weights.</param>
/// <param name="Loss">The sum of the rows' losses, each times its weight.</param>
/// <param name="Accuracy">The number of rows, or positions in them, that were classified correctly.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Seconds">How long they took.</param>
/// <param name="Counted">The number of rows, or positions in them, that count for the accuracy.</param>
internal readonly record struct EpochSums(
    int Batches, long Rows, double Total, double Loss, double Accuracy, double LearningRate, double Seconds, double Counted)
{
    public EpochSums Add(int rows, double total, double loss, double accuracy, double counted, double learningRate) =>
        new(
            Batches + 1, Rows + rows, Total + total, Loss + (loss * total), Accuracy + (accuracy * counted), learningRate, Seconds,
            Counted + counted);
}
