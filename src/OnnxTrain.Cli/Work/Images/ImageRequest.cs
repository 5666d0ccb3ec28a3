namespace OnnxTrain.Cli;

/// <summary>How images are read, and the network that looks at them.</summary>
internal sealed record ImageRequest
{
    public const long DefaultCacheBytes = 256L << 20;

    /// <summary>The options that were given on the command line.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>The network; null for that of <see cref="From"/>, or else the one that suits the size.</summary>
    public string? Network { get; init; }

    /// <summary>The size that all images get; null for the one that they have.</summary>
    public (int Width, int Height)? Size { get; init; }

    public ImageChannels Channels { get; init; }

    /// <summary>What happens to images of other proportions; null for the usual.</summary>
    public ImageFit? Fit { get; init; }

    public BadImages OnBadImage { get; init; }

    /// <summary>What transparent pixels are blended with.</summary>
    public PixelColour Background { get; init; } = PixelColour.White;

    /// <summary>The most pixels of an image file; null for the default.</summary>
    public long? MaxPixels { get; init; }

    /// <summary>The most bytes of decoded images that are kept in memory; the others are decoded again in each epoch.</summary>
    public long CacheBytes { get; init; } = DefaultCacheBytes;

    public AugmentRequest? Augment { get; init; }

    public ImageAxes Axes { get; init; }

    /// <summary>Whether the file is to take images of any size.</summary>
    public bool AnySize { get; init; }

    /// <summary>A file of weights to begin with.</summary>
    public string? From { get; init; }

    /// <summary>What pixels are normalized by; null for that of <see cref="From"/>, or else the training images.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>Whether weights of <see cref="From"/> may be missing or not fit.</summary>
    public bool AllowMissing { get; init; }

    /// <summary>How the names of parameters begin that are to stay as they are.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];
}
