using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;

/// <summary>Grey pictures of images of 28 by 28 pixels, side by side, as PNG.</summary>
internal static class Pictures
{
    private const int Side = 28, Step = Side + 1;

    /// <summary>Weights [units, 784], each unit scaled to its largest: grey is 0, white positive, black negative.</summary>
    public static void Filters(Tensor<float> weights, string file)
    {
        var scaled = weights.ToArray();
        for (var unit = 0; unit < scaled.Length; unit += Side * Side)
        {
            var filter = scaled.AsSpan(unit, Side * Side);
            TensorPrimitives.Divide(filter, Math.Max(1e-12f, MathF.Abs(TensorPrimitives.MaxMagnitude(filter))), filter);
        }

        Tiles(Tensor.Create(scaled, [scaled.Length / (Side * Side), Side * Side]), -1, 1, file);
    }

    /// <summary>Images [count, 784]; <paramref name="black"/> and below is black, <paramref name="white"/> and above white.</summary>
    public static void Tiles(Tensor<float> images, float black, float white, string file)
    {
        var (pixels, count) = (images.ToArray(), (int)images.Lengths[0]);
        var columns = (int)Math.Ceiling(Math.Sqrt(count));
        var (width, height) = ((columns * Step) + 1, ((count + columns - 1) / columns * Step) + 1);
        var grey = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (image, y, x) = (i / (Side * Side), i / Side % Side, i % Side);
            var row = 1 + (image / columns * Step) + y;
            grey[(row * width) + 1 + (image % columns * Step) + x] = (byte)Math.Clamp(255 * (pixels[i] - black) / (white - black), 0, 255);
        }

        File.WriteAllBytes(file, Png(grey, width, height));
        Console.WriteLine($"  {file}");
    }

    /// <summary>
    /// A PNG file of 8-bit grey: signature, header, compressed lines, each after a byte that says "unfiltered", and the end.
    /// </summary>
    private static byte[] Png(byte[] grey, int width, int height)
    {
        using var lines = new MemoryStream();
        using (var zlib = new ZLibStream(lines, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(grey, y * width, width);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        return [0x89, .. "PNG\r\n\x1A\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, lines.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>Length, type, content, checksum of type and content.</summary>
    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] body = [.. type, .. content], chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Checksum(body));
        return chunk;
    }

    /// <summary>CRC-32 of PNG and zip, bit by bit.</summary>
    private static uint Checksum(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
