using System.Runtime.InteropServices;
using SkiaSharp;

namespace OnnxTrain.Benchmarks;

/// <summary>Images like photographs to an encoder: gradients, edges, texture, and the noise of a sensor.</summary>
internal static class SyntheticImage
{
    private const int Quality = 90, Noise = 6;

    /// <summary>A file of an image.</summary>
    public static byte[] Encode(int width, int height, bool isJpeg, int seed)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(Pixels(width, height, seed), 0, bitmap.GetPixels(), width * height * 4);
        using var data = bitmap.Encode(isJpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, Quality);
        return data.ToArray();
    }

    private static byte[] Pixels(int width, int height, int seed)
    {
        var (random, pixels) = (new Random(seed), new byte[width * height * 4]);
        var (tilesX, tilesY) = ((width / 7) + 1, (height / 5) + 1);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((double)x / width, (double)y / height);
                var tile = ((x / tilesX) + (y / tilesY) + seed) % 2 * 40;
                var noise = random.Next(-Noise, Noise + 1);
                var pixel = pixels.AsSpan(((y * width) + x) * 4, 4);
                pixel[0] = Level((200 * u) + tile + noise);
                pixel[1] = Level((200 * v) + tile + noise);
                pixel[2] = Level(120 + (80 * Math.Sin((9 * u) + (5 * v) + seed)) + noise);
                pixel[3] = byte.MaxValue;
            }
        }

        return pixels;
    }

    private static byte Level(double value) => (byte)Math.Clamp(value, 0, 255);
}
