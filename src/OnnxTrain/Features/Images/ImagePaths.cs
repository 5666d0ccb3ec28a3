namespace OnnxTrain;

/// <summary>How the paths in a column become images. Images are read when they are used, on the thread that fills batches ahead.</summary>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="Decoders">What decodes the files, such as the <c>SkiaDecoder</c> of OnnxTrain.Images; the first that knows a file
/// decodes it.</param>
public sealed record ImagePaths(string Folder, IReadOnlyList<IImageDecoder> Decoders)
{
    private readonly PixelCache _cache = new();

    /// <summary>
    /// The most bytes of resized pixels to keep in memory once they have been read, over all columns and tables that are read by this
    /// object; 0, as it is unless set, reads the files again in each epoch.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long CacheBytes
    {
        get;
        init =>
            field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(CacheBytes), value, "It has to be at least 0.");
    }

    /// <summary>The image that a path names, of the size and with the channels of a feature.</summary>
    /// <exception cref="DataException">There is no such file, or none that a decoder knows.</exception>
    internal void Read(string path, ImageFeature feature, Span<byte> pixels)
    {
        ArgumentNullException.ThrowIfNull(Folder);
        if (CacheBytes > 0 && _cache.Find(path, feature) is { } kept)
        {
            kept.CopyTo(pixels);
            return;
        }

        var image = ImageDecoders.Read(Path.Combine(Folder, path), Decoders, (feature.Width, feature.Height));
        image.WithChannels(feature.Channels).Resize(feature.Width, feature.Height, feature.Fit).Pixels.CopyTo(pixels);
        if (CacheBytes > 0) _cache.Keep(path, feature, pixels, CacheBytes);
    }
}
