using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Scales images line by line and column by column. A pixel of the result is a weighted mean under a triangle around its centre, of half
/// width 1 where the image grows (linear interpolation) and of half width 1 / scale where it shrinks (so that each pixel counts).
/// </summary>
internal static class Resizer
{
    public static PixelImage Resize(PixelImage image, int width, int height, ImageFit fit)
    {
        var region = image.Region;
        var (scaleX, scaleY) = (width / region.Width, height / region.Height);
        if (fit == ImageFit.Pad) return Pad(image, width, height, Math.Min(scaleX, scaleY));
        var (sourceX, sourceY) = (region.Width, region.Height);
        if (fit == ImageFit.Crop)
        {
            var scale = Math.Max(scaleX, scaleY);
            (sourceX, sourceY) = (width / scale, height / scale);
        }

        var (x, y) = (region.X + ((region.Width - sourceX) / 2), region.Y + ((region.Height - sourceY) / 2));
        return Scale(image, new(x, y, sourceX, sourceY), width, height);
    }

    private static PixelImage Pad(PixelImage image, int width, int height, double scale)
    {
        var (innerX, innerY) = (Inner(image.Region.Width * scale, width), Inner(image.Region.Height * scale, height));
        var inner = Scale(image, image.Region, innerX, innerY);
        var pixels = new byte[width * height * image.Channels];
        var (left, top) = ((width - innerX) / 2, (height - innerY) / 2);
        for (var y = 0; y < innerY; y++)
            inner
                .Pixels.Slice(y * innerX * image.Channels, innerX * image.Channels)
                .CopyTo(pixels.AsSpan((((top + y) * width) + left) * image.Channels));
        return new(width, height, image.Channels, pixels) { FileDepth = image.FileDepth };

        static int Inner(double length, int most) => Math.Clamp((int)Math.Round(length), 1, most);
    }

    /// <summary>Scales a part of the image.</summary>
    private static PixelImage Scale(PixelImage image, ImageRegion part, int width, int height)
    {
        var (columns, lines) = (Taps.Of(part.X, part.Width, image.Width, width), Taps.Of(part.Y, part.Height, image.Height, height));
        var (channels, from) = (image.Channels, image.Content);

        // Vertical direction first: its sums are over whole lines, which are contiguous in memory.
        var (sums, numbers) = (new float[image.Width * channels], new float[image.Width * channels]);
        var pixels = new byte[width * height * channels];
        for (var row = 0; row < height; row++)
        {
            var tap = lines[row];
            Array.Clear(sums);
            for (var i = 0; i < tap.Weights.Length; i++)
            {
                TensorPrimitives.ConvertTruncating<byte, float>(from.AsSpan((tap.First + i) * sums.Length, sums.Length), numbers);
                TensorPrimitives.MultiplyAdd(numbers, tap.Weights[i], sums, sums);
            }

            for (var column = 0; column < width; column++)
            {
                var (first, weights) = (columns[column].First, columns[column].Weights);
                for (var c = 0; c < channels; c++)
                {
                    var sum = 0f;
                    for (var i = 0; i < weights.Length; i++) sum += weights[i] * sums[((first + i) * channels) + c];
                    pixels[(((row * width) + column) * channels) + c] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
                }
            }
        }

        return new(width, height, channels, pixels) { FileDepth = image.FileDepth };
    }

    /// <summary>The source pixels of one pixel of the result, and their weights, which add up to 1.</summary>
    private readonly record struct Taps(int First, float[] Weights)
    {
        public static Taps[] Of(double start, double source, int length, int target)
        {
            var step = source / target;
            var reach = Math.Max(1, step);
            var taps = new Taps[target];
            for (var i = 0; i < target; i++)
            {
                var centre = start + ((i + 0.5) * step);
                var first = Math.Max(0, (int)Math.Floor(centre - reach));
                var last = Math.Min(length - 1, (int)Math.Ceiling(centre + reach));
                double[] weights =
                [
                    .. Enumerable.Range(first, last - first + 1).Select(j => Math.Max(0, 1 - (Math.Abs(j + 0.5 - centre) / reach))),
                ];
                var sum = weights.Sum();
                taps[i] = new(first, Array.ConvertAll(weights, w => (float)(w / sum)));
            }

            return taps;
        }
    }
}
