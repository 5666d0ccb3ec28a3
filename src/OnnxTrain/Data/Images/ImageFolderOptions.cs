namespace OnnxTrain;

/// <summary>The options of <see cref="ImageFolder"/>.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>The width of all images; null for that of the first image.</summary>
    public int? Width
    {
        get;
        init =>
            field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Width), value, "Must be positive.");
    }

    /// <summary>The height of all images; null for that of the first image.</summary>
    public int? Height
    {
        get;
        init =>
            field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Height), value, "Must be positive.");
    }

    /// <summary>The channels: grey, colour, or as the images are.</summary>
    public ImageChannels Channels { get; init; }

    /// <summary>How images with another aspect ratio are resized.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>The maximum number of files, spread evenly over all classes; null for all.</summary>
    public int? MaxImages
    {
        get;
        init =>
            field = value is null or > 0
                ? value
                : throw new ArgumentOutOfRangeException(nameof(MaxImages), value, "Must be positive.");
    }

    /// <summary>What to do with a file that cannot be used.</summary>
    public BadImages OnBadImage { get; init; }

    /// <summary>
    /// The names of the classes in the order of their labels; null for the names of the folders in ordinal order. When reading a validation
    /// set, pass the classes of the training set, so that the labels mean the same even if a folder is missing.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>What transparent pixels are blended with. White by default.</summary>
    public PixelColour Background { get; init; } = PixelColour.White;

    /// <summary>
    /// The decoders of the files: the first in the list that supports a file's format decodes it. <c>[new SkiaDecoder()]</c>, of the
    /// package OnnxTrain.Images, supports PNG, JPEG, WebP, GIF, BMP and ICO.
    /// </summary>
    public required IReadOnlyList<IImageDecoder> Decoders { get; init; }
}
