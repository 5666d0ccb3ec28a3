using System.Buffers.Binary;
using System.IO.Compression;

namespace OnnxTrain;

/// <summary>Writes an image as PNG (ISO/IEC 15948): 8 bits per channel, each line the difference to the pixels on the left.</summary>
internal static class PngEncoder
{
    private const byte SubFilter = 1;

    public static byte[] Write(PixelImage image)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        (header[8], header[9]) = (8, image.Channels switch { 1 => 0, 3 => 2, _ => 6 });
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Compressed(image));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compressed(PixelImage image)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var (step, length) = (image.Channels, image.Width * image.Channels);
            var line = new byte[1 + length];
            line[0] = SubFilter;
            for (var y = 0; y < image.Height; y++)
            {
                var pixels = image.Pixels.Slice(y * length, length);
                for (var x = 0; x < length; x++) line[1 + x] = (byte)(pixels[x] - (x < step ? 0 : pixels[x - step]));
                zlib.Write(line);
            }
        }

        return data.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] content = [.. type, .. data];
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(content));
        file.Write(number);
    }
}
