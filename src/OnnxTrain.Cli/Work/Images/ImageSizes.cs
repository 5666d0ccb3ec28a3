using System.Collections.Concurrent;

namespace OnnxTrain.Cli;

/// <summary>
/// Reads a folder of images and remembers what sizes they had. Where no size is asked for, they all have to have one, and none too large to
/// train on.
/// </summary>
internal sealed class ImageSizes
{
    /// <summary>A longer side than this is that of a photograph, which is hardly meant to be trained on whole.</summary>
    private const int LongestSide = 512;

    private const int Shown = 4;

    private readonly ConcurrentDictionary<(int Width, int Height), int> _counts = new();

    /// <summary>Called when the sizes cannot be left to the images any more.</summary>
    private volatile Action? _onProblem;

    /// <summary>The sizes with the numbers of images that have them, the commonest first.</summary>
    public IReadOnlyList<((int Width, int Height) Size, int Count)> Counts =>
        [.. _counts.Select(pair => (pair.Key, pair.Value)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)];

    /// <exception cref="ToolException">No size is asked for, and the images have several, or one that is too large.</exception>
    public static ImageFolder Read(
        string folder, ImageFolderOptions options, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        if (options.Width is not null) return ImageFolder.Open(folder, options, progress, cancellationToken);
        var sizes = new ImageSizes();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            sizes._onProblem = stop.Cancel;
            var images = ImageFolder.Open(folder, options with { Decoders = sizes.Recording(options.Decoders) }, progress, stop.Token);
            return sizes.Problem() is { } late ? throw late : images;
        }
        catch (Exception e)
            when (e is OperationCanceledException or DataException
                && !cancellationToken.IsCancellationRequested
                && sizes.Problem() is not null)
        {
            throw sizes.Problem()!;
        }
        finally
        {
            // The decoders read the images of each epoch, too.
            sizes._onProblem = null;
        }
    }

    /// <summary>Decoders that remember the sizes.</summary>
    /// <param name="decoders">Who decodes.</param>
    public IReadOnlyList<IImageDecoder> Recording(IReadOnlyList<IImageDecoder> decoders) =>
        [.. decoders.Select(decoder => new Recorder(decoder, this))];

    /// <summary>A size in words.</summary>
    public static string Text((int Width, int Height) size) => $"{size.Width} × {size.Height}";

    /// <summary>What is wrong with leaving the size to the images; null if nothing is.</summary>
    public ToolException? Problem()
    {
        var counts = Counts;
        if (counts.Count > 1)
        {
            var list = string.Join(", ", counts.Take(Shown).Select(c => Text(c.Size))) + (counts.Count > Shown ? ", …" : "");
            return new(
                $"The images have different sizes: {list} (width × height).",
                $"Choose one for all: --image-size {Suggestion(counts[0].Size)}; --fit says what happens to other proportions.");
        }

        return counts is [var (size, _)] && Math.Max(size.Width, size.Height) > LongestSide
            ? new(
                $"The images have {Text(size)} pixels, more than a network is usually trained on.",
                $"Choose a size: --image-size 64, or --image-size {size.Width}x{size.Height} if they are meant to be that large.")
            : null;
    }

    private static string Suggestion((int Width, int Height) size) => Math.Max(size.Width, size.Height) > LongestSide ? "64"
        : size.Width == size.Height ? $"{size.Width}" : $"{size.Width}x{size.Height}";

    private sealed class Recorder(IImageDecoder decoder, ImageSizes sizes) : IImageDecoder
    {
        public bool CanDecode(ReadOnlySpan<byte> header) => decoder.CanDecode(header);

        public PixelImage Decode(ReadOnlySpan<byte> file)
        {
            var image = decoder.Decode(file);
            sizes._counts.AddOrUpdate((image.Width, image.Height), 1, (_, count) => count + 1);
            if (sizes._counts.Count > 1 || Math.Max(image.Width, image.Height) > LongestSide) sizes._onProblem?.Invoke();
            return image;
        }
    }
}
