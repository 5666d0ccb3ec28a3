namespace OnnxTrain;

/// <summary>Where along an axis of length n the index i of one of length m lies, the scale being s.</summary>
public enum ResizeCoordinates
{
    /// <summary>(i + ½) / s − ½: the middles of the elements.</summary>
    HalfPixel,

    /// <summary>As HalfPixel, and 0 where m is 1.</summary>
    PytorchHalfPixel,

    /// <summary>i · (n − 1) / (m − 1): first on first and last on last.</summary>
    AlignCorners,

    /// <summary>i / s.</summary>
    Asymmetric,
}
