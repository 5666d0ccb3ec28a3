namespace OnnxTrain.Cli;

/// <summary>How much the rows of a class count.</summary>
internal enum ClassWeighting
{
    /// <summary>As much as all rows.</summary>
    None,

    /// <summary>The less, the more of them there are: all classes count alike.</summary>
    Balanced,
}
