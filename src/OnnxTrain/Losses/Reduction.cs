namespace OnnxTrain;

/// <summary>How single losses become one number, as in PyTorch.</summary>
public enum Reduction
{
    /// <summary>Their mean; with class weights, the mean weighted by them.</summary>
    Mean,

    /// <summary>Their sum, which grows with the batch.</summary>
    Sum,

    /// <summary>Their sum by the length of the first axis: the mean over rows of each row's sum.</summary>
    BatchMean,
}
