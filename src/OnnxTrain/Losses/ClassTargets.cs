namespace OnnxTrain;

/// <summary>How a loss takes the true class.</summary>
public enum ClassTargets
{
    /// <summary>By its index, from 0: int64 [batch, …].</summary>
    Indices,

    /// <summary>By the probability of each class, one-hot or soft: [batch, classes, …].</summary>
    Probabilities,
}
