using System.Collections.Concurrent;

namespace OnnxTrain;

/// <summary>A cache of resized pixels of images, up to a memory limit. It is thread-safe.</summary>
internal sealed class PixelCache
{
    private readonly ConcurrentDictionary<PixelKey, byte[]> _kept = new();
    private long _bytes;

    /// <summary>The pixels of an image if they are kept.</summary>
    public byte[]? Find(string path, ImageFeature feature) => _kept.GetValueOrDefault(Key(path, feature));

    /// <summary>Keeps pixels if they fit under the limit.</summary>
    public void Keep(string path, ImageFeature feature, ReadOnlySpan<byte> pixels, long limit)
    {
        if (Volatile.Read(ref _bytes) + pixels.Length > limit) return;
        var isWithin = Interlocked.Add(ref _bytes, pixels.Length) <= limit;
        if (!isWithin || !_kept.TryAdd(Key(path, feature), pixels.ToArray())) Interlocked.Add(ref _bytes, -pixels.Length);
    }

    private static PixelKey Key(string path, ImageFeature feature) =>
        new(path, feature.Width, feature.Height, feature.Channels, feature.Fit, feature.Under);

    /// <summary>What pixels depend on.</summary>
    private readonly record struct PixelKey(
        string Path, int Width, int Height, int Channels, ImageFit Fit, PixelColour Background);
}
