namespace OnnxTrain;

/// <summary>How an element is made of its neighbours when an axis changes its length.</summary>
public enum ResizeMode
{
    /// <summary>The nearest one.</summary>
    Nearest,

    /// <summary>The two beside it, weighted by nearness; over two axes bilinear.</summary>
    Linear,

    /// <summary>The four beside it, by the cubic convolution of Keys (1981) with a = −0.75; over two axes bicubic.</summary>
    Cubic,
}
