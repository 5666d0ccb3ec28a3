namespace OnnxTrain;

/// <summary>Which rows the batches of an epoch hold.</summary>
public enum Sampling
{
    /// <summary>Each row once, in a new random order for each epoch.</summary>
    Shuffled,

    /// <summary>Each row once, in the order given; batches of several sizes in the order of their first rows.</summary>
    InOrder,

    /// <summary>
    /// As many rows as there are, each drawn from all of them, or from all of its size: stochastic gradient descent as theory has it.
    /// </summary>
    WithReplacement,

    /// <summary>All rows in one batch, whatever the batch size; not for rows of several sizes.</summary>
    FullBatch,
}
