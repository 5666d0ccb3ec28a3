namespace OnnxTrain;

/// <summary>Which rows the batches of an epoch hold.</summary>
public enum Sampling
{
    /// <summary>Each row once, in a new random order for each epoch.</summary>
    Shuffled,

    /// <summary>Each row once, in the given order.</summary>
    InOrder,

    /// <summary>As many rows as there are, drawn with replacement: stochastic gradient descent as in theory.</summary>
    WithReplacement,

    /// <summary>All rows in one batch, regardless of the batch size.</summary>
    FullBatch,
}
