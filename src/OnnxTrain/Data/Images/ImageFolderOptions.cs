namespace OnnxTrain;

/// <summary>How a folder of images becomes a data set.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>The width that all images get; null for that of the first image.</summary>
    public int? Width
    {
        get;
        init =>
            field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Width), value, "It has to be positive.");
    }

    /// <summary>The height that all images get; null for that of the first image.</summary>
    public int? Height
    {
        get;
        init =>
            field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Height), value, "It has to be positive.");
    }

    /// <summary>Grey, colour, or what the images are.</summary>
    public ImageChannels Channels { get; init; }

    /// <summary>What happens to images of other proportions.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>How many files are read at most, spread evenly over all classes; null for all.</summary>
    public int? MaxImages
    {
        get;
        init =>
            field = value is null or > 0
                ? value
                : throw new ArgumentOutOfRangeException(nameof(MaxImages), value, "It has to be positive.");
    }

    /// <summary>Whether a file that cannot be used ends the reading or is left out.</summary>
    public BadImages OnBadImage { get; init; }

    /// <summary>
    /// The names of the classes in the order of their labels; null for the names of the folders in ordinal order. Give the training set's
    /// when reading a validation set, so that the labels mean the same though a folder may be missing.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// The decoders of the files: the first in the list that knows a file's format decodes it. <c>[new SkiaDecoder()]</c>, of the package
    /// OnnxTrain.Images, knows PNG, JPEG, WebP, GIF, BMP and ICO.
    /// </summary>
    public required IReadOnlyList<IImageDecoder> Decoders { get; init; }
}
