namespace OnnxTrain;

/// <summary>What stands in the elements that padding adds.</summary>
public enum PaddingMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The image mirrored at its outermost elements, which are not repeated.</summary>
    Reflect,

    /// <summary>The outermost elements.</summary>
    Replicate,
}
