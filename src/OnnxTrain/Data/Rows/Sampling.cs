namespace OnnxTrain;

/// <summary>How the rows of the batches in an epoch are chosen.</summary>
public enum Sampling
{
    /// <summary>Each row once, in a new random order for each epoch.</summary>
    Shuffled,

    /// <summary>Each row once, in the given order; batches of several sizes in the order of their first rows.</summary>
    InOrder,

    /// <summary>
    /// As many rows as there are, drawn with replacement; with several sizes, from the rows of one size: stochastic gradient descent as in
    /// theory.
    /// </summary>
    WithReplacement,

    /// <summary>All rows in one batch, regardless of the batch size; not for rows of several sizes.</summary>
    FullBatch,
}
