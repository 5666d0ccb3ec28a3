namespace OnnxTrain;

/// <summary>How an image with another aspect ratio is resized.</summary>
public enum ImageFit
{
    /// <summary>Both sides are scaled independently.</summary>
    Stretch,

    /// <summary>The image is scaled to fill the size, and cropped equally on both sides.</summary>
    Crop,

    /// <summary>The image is scaled to fit into the size and centered; the rest is black.</summary>
    Pad,
}
