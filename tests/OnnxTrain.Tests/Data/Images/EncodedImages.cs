using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>Image files for tests: encoded by Skia where it can, written from the formats' descriptions where not.</summary>
internal static class EncodedImages
{
    /// <summary>A smooth image with some texture, as Skia encodes it (WebP without loss).</summary>
    public static byte[] Of(SKEncodedImageFormat format, int width, int height, bool transparent = false)
    {
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, transparent ? SKAlphaType.Unpremul : SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        var pixels = Rgba(width, height, transparent);
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var pixmap = bitmap.PeekPixels();
        using var data = format == SKEncodedImageFormat.Webp
            ? pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 50))
            : pixmap.Encode(format, 92);
        return data!.ToArray();
    }

    public static byte[] Rgba(int width, int height, bool transparent = false) =>
    [
        .. from y in Enumerable.Range(0, height)
           from x in Enumerable.Range(0, width)
           from c in new[] { 200 * x / width, 200 * y / height, 40 + (x * y % 23), transparent ? 255 - ((x + y) % 200) : 255 }
           select (byte)c,
    ];

    /// <summary>The samples at index 0, 1 and 2 of every four.</summary>
    public static byte[] Rgb(byte[] rgba) => [.. rgba.Where((_, i) => i % 4 < 3)];

    /// <summary>A bitmap of 24 bits, the bottom line first, blue first.</summary>
    public static byte[] Bmp(int width, int height, byte[] rgba)
    {
        var stride = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + (stride * height)];
        "BM"u8.CopyTo(file);
        int[] header = [file.Length, 0, 54, 40, width, height, 1 | (24 << 16), 0, stride * height, 0, 0, 0, 0];
        for (var i = 0; i < header.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2 + (4 * i)), header[i]);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (from, to) = (((y * width) + x) * 4, 54 + ((height - 1 - y) * stride) + (x * 3));
                (file[to], file[to + 1], file[to + 2]) = (rgba[from + 2], rgba[from + 1], rgba[from]);
            }
        }

        return file;
    }

    /// <summary>An icon that holds PNG files, of sides below 256.</summary>
    public static byte[] Ico(params (int Side, byte[] Png)[] images)
    {
        List<byte> file = [0, 0, 1, 0, (byte)images.Length, 0];
        var offset = 6 + (16 * images.Length);
        foreach (var (side, png) in images)
        {
            var entry = new byte[16];
            (entry[0], entry[1], entry[4], entry[6]) = ((byte)side, (byte)side, 1, 32);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), png.Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(12), offset);
            file.AddRange(entry);
            offset += png.Length;
        }

        return [.. file, .. images.SelectMany(image => image.Png)];
    }

    /// <summary>
    /// An animation of two frames of one colour each, of a palette of 128 colours, (2i, i, 255 − i): codes of 8 bits, with a clear code
    /// often enough that none gets longer.
    /// </summary>
    public static byte[] Gif(int width, int height, byte[] first, byte[] second)
    {
        List<byte> file =
        [
            .. "GIF89a"u8,
            (byte)width,
            0,
            (byte)height,
            0, 0xF6, 0, 0,
            .. Enumerable.Range(0, 128).SelectMany(i => new[] { (byte)(2 * i), (byte)i, (byte)(255 - i) }),
        ];
        foreach (var frame in new[] { first, second })
        {
            file.AddRange([0x2C, 0, 0, 0, 0, (byte)width, 0, (byte)height, 0, 0, 7]);
            byte[] codes = [.. frame.Chunk(100).SelectMany(part => part.Prepend((byte)128)), 129];
            foreach (var block in codes.Chunk(255)) file.AddRange([(byte)block.Length, .. block]);
            file.Add(0);
        }

        return [.. file, 0x3B];
    }

    /// <summary>A JPEG file with an Exif segment that says how it is to be turned.</summary>
    public static byte[] Turned(byte[] jpeg, int orientation)
    {
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }
}
