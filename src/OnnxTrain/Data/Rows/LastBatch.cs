namespace OnnxTrain;

/// <summary>What to do with the rows of an epoch that do not fill a batch.</summary>
internal enum LastBatch
{
    /// <summary>They form a smaller batch.</summary>
    Keep,

    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>They are merged into the previous batch.</summary>
    Merge,
}
