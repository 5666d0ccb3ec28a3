namespace OnnxTrain;

/// <summary>
/// How losses are reduced to one number, as in PyTorch. If rows have weights w (<see cref="Dataset.WithWeights"/>), the losses of a row are
/// multiplied by its weight, and a mean over rows divides by Σ w instead of the number of rows, as in scikit-learn. Equal weights change
/// nothing, and a batch whose weights are all 0 has the loss 0.
/// </summary>
public enum Reduction
{
    /// <summary>The mean; with class weights, the weighted mean.</summary>
    Mean,

    /// <summary>The sum, which grows with the batch.</summary>
    Sum,

    /// <summary>The sum divided by the length of the first axis: the mean over rows of each row's sum.</summary>
    BatchMean,
}
