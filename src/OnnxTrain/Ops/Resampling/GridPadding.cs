namespace OnnxTrain;

/// <summary>The values of <see cref="Value.GridSample"/> outside the image.</summary>
public enum GridPadding
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The nearest element of the border.</summary>
    Border,

    /// <summary>The image mirrored repeatedly at its border.</summary>
    Reflection,
}
