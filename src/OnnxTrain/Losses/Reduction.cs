namespace OnnxTrain;

/// <summary>
/// How single losses become one number, as in PyTorch. Where rows have weights w (<see cref="Dataset.WithWeights"/>), the losses of a row
/// are multiplied by its weight, and a mean over rows divides by Σ w instead of their number, as in scikit-learn: equal weights change
/// nothing, and a batch whose weights are all 0 has the loss 0.
/// </summary>
public enum Reduction
{
    /// <summary>Their mean; with class weights, the mean weighted by them.</summary>
    Mean,

    /// <summary>Their sum, which grows with the batch.</summary>
    Sum,

    /// <summary>Their sum by the length of the first axis: the mean over rows of each row's sum.</summary>
    BatchMean,
}
