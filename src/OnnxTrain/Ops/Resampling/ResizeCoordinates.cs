namespace OnnxTrain;

/// <summary>The position along an axis of length n of the index i of an axis of length m, with scale s.</summary>
public enum ResizeCoordinates
{
    /// <summary>(i + ½) / s − ½: the centers of the elements.</summary>
    HalfPixel,

    /// <summary>As HalfPixel, but 0 if m is 1.</summary>
    PytorchHalfPixel,

    /// <summary>i · (n − 1) / (m − 1): first to first and last to last.</summary>
    AlignCorners,

    /// <summary>i / s.</summary>
    Asymmetric,
}
