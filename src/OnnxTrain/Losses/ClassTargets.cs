namespace OnnxTrain;

/// <summary>How a loss is told the right class.</summary>
public enum ClassTargets
{
    /// <summary>By its number, from 0 on: int64 [batch, …].</summary>
    Indices,

    /// <summary>By the probability of each class, one-hot or soft: [batch, classes, …].</summary>
    Probabilities,
}
