namespace OnnxTrain;

/// <summary>
/// How the paths in a column are read as images. Images are read when they are used, on the thread that prefetches batches.
/// </summary>
/// <param name="Folder">The folder of relative paths.</param>
/// <param name="Decoders">The decoders, such as <c>SkiaDecoder</c> of OnnxTrain.Images; the first that supports a file decodes it.</param>
public sealed record ImagePaths(string Folder, IReadOnlyList<IImageDecoder> Decoders)
{
    private readonly PixelCache _cache = new();

    /// <summary>
    /// The maximum size in bytes of the cache of resized pixels, shared by all columns and tables that are read by this object. By
    /// default 0: files are read again in each epoch.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long CacheBytes
    {
        get;
        init =>
            field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(CacheBytes), value, "Must be at least 0.");
    }

    /// <summary>Reads the image at a path, with the size and channels of a feature.</summary>
    /// <exception cref="DataException">The file does not exist, or no decoder supports it.</exception>
    internal void Read(string path, ImageFeature feature, Span<byte> pixels)
    {
        ArgumentNullException.ThrowIfNull(Folder);
        if (CacheBytes > 0 && _cache.Find(path, feature) is { } kept)
        {
            kept.CopyTo(pixels);
            return;
        }

        var image = ImageDecoders.Read(Path.Combine(Folder, path), Decoders, (feature.Width, feature.Height));
        image.WithChannels(feature.Channels, feature.Under).Resize(feature.Width, feature.Height, feature.Fit).Pixels.CopyTo(pixels);
        if (CacheBytes > 0) _cache.Keep(path, feature, pixels, CacheBytes);
    }
}
