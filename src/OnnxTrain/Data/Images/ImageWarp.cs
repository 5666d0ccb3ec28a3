using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Augments one image, with random numbers from its own stream.</summary>
internal sealed class ImageWarp(ImageAugmentation settings, ImageLayout layout)
{
    /// <summary>Separates these streams from those of the graph's operators with the same seed.</summary>
    private const ulong Purpose = 0x6175_676D_656E_7421;

    /// <summary>The start of the random words of the displacements; before them, each choice has a block of four.</summary>
    private const ulong FirstNoise = 16;

    private readonly ElasticField? _elastic = settings.Elastic is { Alpha: > 0 } elastic ? new(elastic, layout.Height, layout.Width) : null;

    private readonly bool _isMoved =
        settings is not { Shift: 0, HorizontalFlip: false, Rotation: 0, CropArea: 1, Elastic: null or { Alpha: 0 } };

    private enum Choice
    {
        ShiftX,
        ShiftY,
        Flip,
        Rotation,
        Area,
        Ratio,
        CropX,
        CropY,
        CutoutX,
        CutoutY,
    }

    public static RandomStream Random(ulong seed, long epoch, long row) => new(seed ^ Purpose, (ulong)epoch, (uint)row);

    public void Apply(Span<byte> pixels, RandomStream random)
    {
        var (source, result) = WarpMemory.Images(layout.Length);
        TensorPrimitives.ConvertTruncating<byte, float>(pixels, source);
        Apply(source, result, random);
        TensorPrimitives.Add(result, 0.5f, result);
        TensorPrimitives.ConvertTruncating<float, byte>(result, pixels);
    }

    public void Apply<T>(Span<T> numbers, RandomStream random)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (source, result) = WarpMemory.Images(layout.Length);
        TensorPrimitives.ConvertTruncating<T, float>(numbers, source);
        Apply(source, result, random);
        TensorPrimitives.ConvertTruncating<float, T>(result, numbers);
    }

    private void Apply(ReadOnlySpan<float> source, Span<float> result, RandomStream random)
    {
        if (_isMoved) Move(source, result, random);
        else source.CopyTo(result);
        if (settings.Cutout > 0) Cut(result, random);
    }

    /// <summary>Takes each pixel from its mapped position: centered, flipped, scaled, rotated, and moved into the cropped part.</summary>
    private void Move(ReadOnlySpan<float> source, Span<float> result, RandomStream random)
    {
        var (height, width) = (layout.Height, layout.Width);
        var (scaleX, scaleY, middleX, middleY) = Crop(random);
        middleX -= Whole(random, Choice.ShiftX, settings.Shift);
        middleY -= Whole(random, Choice.ShiftY, settings.Shift);
        if (settings.HorizontalFlip && Uniform(random, Choice.Flip) < 0.5)
            scaleX = -scaleX;
        var (sin, cos) =
            settings.Rotation > 0 ? Math.SinCos(settings.Rotation * ((2 * Uniform(random, Choice.Rotation)) - 1) * Math.PI / 180) : (0, 1);
        var field = default(ElasticField.Displacements);
        if (_elastic is not null) field = _elastic.Draw(random, FirstNoise);
        for (var y = 0; y < height; y++)
        {
            var v = (y + 0.5 - (0.5 * height)) * scaleY;
            for (var x = 0; x < width; x++)
            {
                var u = (x + 0.5 - (0.5 * width)) * scaleX;
                var (atX, atY) = (middleX + (u * cos) - (v * sin) - 0.5, middleY + (u * sin) + (v * cos) - 0.5);
                if (_elastic is not null) (atX, atY) = (atX + field.X[_elastic.At(x, y)], atY + field.Y[_elastic.At(x, y)]);
                Sample(source, atX, atY, result[(((y * width) + x) * layout.PixelStep)..]);
            }
        }
    }

    /// <summary>Linear interpolation between the four pixels around a position.</summary>
    private void Sample(ReadOnlySpan<float> source, double x, double y, Span<float> pixel)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, bottom) = ((float)(x - left), (float)(y - top));
        var isInside = left >= 0 && top >= 0 && left < layout.Width - 1 && top < layout.Height - 1;
        for (var c = 0; c < layout.Channels; c++)
        {
            var channel = c * layout.ChannelStep;
            float a, b, d, e;
            if (isInside)
            {
                var at = (((top * layout.Width) + left) * layout.PixelStep) + channel;
                var below = at + (layout.Width * layout.PixelStep);
                (a, b, d, e) = (source[at], source[at + layout.PixelStep], source[below], source[below + layout.PixelStep]);
            }
            else
            {
                (a, b) = (At(source, left, top, channel), At(source, left + 1, top, channel));
                (d, e) = (At(source, left, top + 1, channel), At(source, left + 1, top + 1, channel));
            }

            var (upper, lower) = (a + (right * (b - a)), d + (right * (e - d)));
            pixel[channel] = upper + (bottom * (lower - upper));
        }
    }

    private float At(ReadOnlySpan<float> source, int x, int y, int channel) =>
        x >= 0 && y >= 0 && x < layout.Width && y < layout.Height
            ? source[(((y * layout.Width) + x) * layout.PixelStep) + channel]
            : settings.Fill;

    /// <summary>The sides of the cropped part, relative to the image's, and its center in pixels.</summary>
    private (double ScaleX, double ScaleY, double MiddleX, double MiddleY) Crop(RandomStream random)
    {
        var (height, width) = (layout.Height, layout.Width);
        if (settings.CropArea == 1) return (1, 1, 0.5 * width, 0.5 * height);
        var area = settings.CropArea + ((1 - settings.CropArea) * Uniform(random, Choice.Area));
        var ratio = Math.Exp(((2 * Uniform(random, Choice.Ratio)) - 1) * Math.Log(4.0 / 3));
        var (scaleX, scaleY) = (Math.Min(1, Math.Sqrt(area * ratio)), Math.Min(1, Math.Sqrt(area / ratio)));
        return (scaleX, scaleY, Middle(scaleX, width, Choice.CropX), Middle(scaleY, height, Choice.CropY));

        double Middle(double scale, int length, Choice choice) => length * ((0.5 * scale) + ((1 - scale) * Uniform(random, choice)));
    }

    private void Cut(Span<float> image, RandomStream random)
    {
        var (left, right) = Range(layout.Width, Choice.CutoutX);
        var (top, bottom) = Range(layout.Height, Choice.CutoutY);
        for (var y = top; y < bottom; y++)
        {
            for (var c = 0; c < (layout.IsPlanar ? layout.Channels : 1); c++)
                image
                    .Slice((((y * layout.Width) + left) * layout.PixelStep) + (c * layout.ChannelStep), (right - left) * layout.PixelStep)
                    .Fill(settings.Fill);
        }

        (int From, int To) Range(int length, Choice choice)
        {
            var from = (int)(Uniform(random, choice) * length) - (settings.Cutout / 2);
            return (Math.Max(0, from), Math.Min(length, from + settings.Cutout));
        }
    }

    private static int Whole(RandomStream random, Choice choice, int most) =>
        most == 0 ? 0 : (int)(Uniform(random, choice) * ((2 * most) + 1)) - most;

    private static double Uniform(RandomStream random, Choice choice) => random.Uniform((ulong)choice);
}
