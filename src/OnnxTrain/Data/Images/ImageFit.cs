namespace OnnxTrain;

/// <summary>How an image of other proportions comes to the size that is wanted.</summary>
public enum ImageFit
{
    /// <summary>Both sides are scaled, each by its own factor.</summary>
    Stretch,

    /// <summary>The image is scaled to fill the size and what stands out is cut off, as much on either side.</summary>
    Crop,

    /// <summary>The whole image is scaled into the size, in its middle; the rest is black.</summary>
    Pad,
}
