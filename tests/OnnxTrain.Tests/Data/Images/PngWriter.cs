using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>Writes PNG files of any kind, from the specification: line i has filter (i + first) mod 5.</summary>
internal sealed record PngWriter(int Width, int Height, int ColourType, int Depth)
{
    public bool IsInterlaced { get; init; }

    public int FirstFilter { get; init; }

    public byte[] Palette { get; init; } = [];

    public byte[] Transparency { get; init; } = [];

    public byte[] Header { get; init; } = [];

    public (string Type, byte[] Data)[] MoreChunks { get; init; } = [];

    /// <summary>How many IDAT chunks the pixels come in.</summary>
    public int Parts { get; init; } = 1;

    public int Samples => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <param name="samples">[height, width, samples].</param>
    public byte[] Write(int[] samples)
    {
        var file = new List<byte>([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Depth, (byte)ColourType, IsInterlaced ? (byte)1 : (byte)0);
        Add(file, "IHDR", Header.Length > 0 ? Header : header);
        if (Palette.Length > 0) Add(file, "PLTE", Palette);
        if (Transparency.Length > 0) Add(file, "tRNS", Transparency);
        foreach (var (type, data) in MoreChunks) Add(file, type, data);
        var content = Compress(Lines(samples));
        for (var part = 0; part < Parts; part++)
            Add(file, "IDAT", content[(part * content.Length / Parts)..((part + 1) * content.Length / Parts)]);
        Add(file, "IEND", []);
        return [.. file];
    }

    public static void Add(List<byte> file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.AddRange(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.AddRange(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        file.AddRange(number);
    }

    /// <summary>Bit by bit, as the polynomial division that it is.</summary>
    private static uint Checksum(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(bytes);
        return target.ToArray();
    }

    private byte[] Lines(int[] samples)
    {
        (int X, int Y, int DX, int DY)[] passes = IsInterlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        var lines = new List<byte>();
        foreach (var (left, top, dx, dy) in passes)
        {
            var before = Array.Empty<byte>();
            for (var y = top; y < Height && left < Width; y += dy)
            {
                var line = Pack([
                    .. from x in Range(left, Width, dx)
                    from s in Enumerable.Range(0, Samples)
                    select samples[(((y * Width) + x) * Samples) + s],
                ]);
                if (before.Length == 0)
                    before = new byte[line.Length];
                lines.AddRange(Filtered(line, before, ((y / dy) + FirstFilter) % 5));
                before = line;
            }
        }

        return [.. lines];
    }

    private static IEnumerable<int> Range(int from, int to, int step)
    {
        for (var i = from; i < to; i += step) yield return i;
    }

    private byte[] Pack(int[] samples)
    {
        var line = new byte[((samples.Length * Depth) + 7) / 8];
        for (var bit = 0; bit < samples.Length * Depth; bit++)
        {
            if (((samples[bit / Depth] >> (Depth - 1 - (bit % Depth))) & 1) != 0) line[bit / 8] |= (byte)(128 >> (bit % 8));
        }

        return line;
    }

    private byte[] Filtered(byte[] line, byte[] above, int filter)
    {
        var step = Math.Max(1, Samples * Depth / 8);
        var written = new byte[line.Length + 1];
        written[0] = (byte)filter;
        for (var i = 0; i < line.Length; i++)
        {
            int a = i >= step ? line[i - step] : 0, b = above[i], c = i >= step ? above[i - step] : 0;
            var p = a + b - c;
            var nearest = new[] { a, b, c }.MinBy(v => Math.Abs(p - v));
            written[i + 1] = (byte)(line[i] - filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => nearest });
        }

        return written;
    }
}
