namespace OnnxTrain;

/// <summary>What becomes of the rows of an epoch that do not fill a batch.</summary>
internal enum LastBatch
{
    /// <summary>They are a batch of their own.</summary>
    Keep,

    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>They join the batch before them.</summary>
    Merge,
}
