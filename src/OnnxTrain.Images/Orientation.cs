using SkiaSharp;
using static SkiaSharp.SKEncodedOrigin;

namespace OnnxTrain;

/// <summary>Rotates and mirrors images by their orientation tag (Exif 2.3, tag 274).</summary>
internal static class Orientation
{
    /// <summary>Whether lines of the file are columns of the image.</summary>
    public static bool SwapsSides(SKEncodedOrigin origin) => origin >= LeftTop;

    /// <summary>The image upright.</summary>
    /// <param name="image">The image as stored in the file.</param>
    /// <param name="origin">Where in the upright image the file's first line and first column are, by the names of Exif.</param>
    public static PixelImage Apply(PixelImage image, SKEncodedOrigin origin)
    {
        if (origin is < TopRight or > LeftBottom) return image;
        var swaps = SwapsSides(origin);
        var (width, height) = swaps ? (image.Height, image.Width) : (image.Width, image.Height);
        var startsRight = origin is TopRight or BottomRight or RightTop or RightBottom;
        var startsBottom = origin is BottomRight or BottomLeft or RightBottom or LeftBottom;

        // The steps from a pixel to the next and from a line to the next in the upright image, in pixels of the file.
        var (alongLine, alongColumn) = swaps ? (image.Width, 1) : (1, image.Width);
        var first = (startsRight ? (width - 1) * alongLine : 0) + (startsBottom ? (height - 1) * alongColumn : 0);
        if (startsRight) alongLine = -alongLine;
        if (startsBottom) alongColumn = -alongColumn;
        var pixels = GC.AllocateUninitializedArray<byte>(image.Pixels.Length);
        var length = width * image.Channels;
        for (var y = 0; y < height; y++)
            CopyLine(image.Pixels, first + (y * alongColumn), alongLine, pixels.AsSpan(y * length, length), image.Channels);
        var (regionWidth, regionHeight) = swaps ? (image.Region.Height, image.Region.Width) : (image.Region.Width, image.Region.Height);
        return new(width, height, image.Channels, pixels)
        {
            FileDepth = image.FileDepth,
            Region = new(startsRight ? width - regionWidth : 0, startsBottom ? height - regionHeight : 0, regionWidth, regionHeight),
        };
    }

    private static void CopyLine(ReadOnlySpan<byte> from, int first, int step, Span<byte> line, int channels)
    {
        for (int at = first * channels, x = 0; x < line.Length; at += step * channels, x += channels)
        {
            for (var c = 0; c < channels; c++) line[x + c] = from[at + c];
        }
    }
}
