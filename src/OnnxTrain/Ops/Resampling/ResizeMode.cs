namespace OnnxTrain;

/// <summary>The interpolation when an axis changes its length.</summary>
public enum ResizeMode
{
    /// <summary>The nearest element.</summary>
    Nearest,

    /// <summary>Linear interpolation between two neighbours; bilinear over two axes.</summary>
    Linear,

    /// <summary>
    /// Cubic interpolation between four neighbours, by the convolution of Keys (1981) with a = −0.75; bicubic over two axes.
    /// </summary>
    Cubic,
}
