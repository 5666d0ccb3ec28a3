using System.Buffers.Binary;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// Checks the chunks of a PNG file (ISO/IEC 15948, section 5) before it is decoded, since Skia decodes truncated files, and allocates
/// memory for the announced size.
/// </summary>
internal static class PngFile
{
    private const int SignatureLength = 8, ChunkOverhead = 12, HeaderLength = 13;

    /// <summary>A deflate stream expands to at most 1032 times its length: a match of 258 bytes takes at least two bits.</summary>
    private const int MostExpansion = 1032, DeflateSlack = 1024;

    /// <returns>The bits of a channel.</returns>
    /// <exception cref="DataException">The file is truncated or damaged.</exception>
    public static int Check(ReadOnlySpan<byte> file)
    {
        var (rawBytes, pixelBytes, depth) = (0L, 0L, 0);
        for (var position = SignatureLength; ;)
        {
            var data = Chunk(file, position, out var type);
            if ((depth == 0) != type.SequenceEqual("IHDR"u8))
                throw Damaged($"its chunk at byte {position} is {Text(type)}, and IHDR must be the first and only there");
            if (depth == 0) (rawBytes, depth) = ReadHeader(data);
            if (type.SequenceEqual("IDAT"u8)) pixelBytes += data.Length;
            else CheckSum(file, position, data.Length);
            if (!IsKnown(type)) throw new DataException($"The PNG file has a critical chunk {Text(type)}, which is not supported.");
            if (type.SequenceEqual("IEND"u8)) break;
            position += ChunkOverhead + data.Length;
        }

        if (rawBytes <= (pixelBytes * MostExpansion) + DeflateSlack) return depth;
        throw Truncated($"it announces {rawBytes:N0} bytes of pixels, and its {pixelBytes:N0} compressed bytes cannot hold as many");
    }

    /// <summary>The data of the chunk at <paramref name="position"/>: length, type, data, and a checksum over type and data.</summary>
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int position, out ReadOnlySpan<byte> type)
    {
        var rest = file[position..];
        if (rest.Length < ChunkOverhead) throw Truncated($"it ends at byte {file.Length} without an IEND chunk");
        type = rest.Slice(4, 4);
        foreach (var letter in type)
        {
            if (char.IsAsciiLetter((char)letter)) continue;
            throw Damaged($"at byte {position + 4} there is [{Convert.ToHexString(type)}] where a chunk type of four letters was expected");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        return length <= rest.Length - ChunkOverhead ? rest.Slice(8, (int)length) : throw Truncated(
            $"its chunk {Text(type)} at byte {position} announces {length} bytes, and {rest.Length - ChunkOverhead} are left");
    }

    /// <summary>An upper-case first letter marks a critical chunk, without which the image cannot be shown.</summary>
    private static bool IsKnown(ReadOnlySpan<byte> type) => char.IsAsciiLetterLower((char)type[0]) || type.SequenceEqual("IHDR"u8) ||
        type.SequenceEqual("PLTE"u8) || type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8);

    /// <summary>Skia checks the checksums of pixels, but ignores other chunks with wrong checksums: transparency would be lost.</summary>
    private static void CheckSum(ReadOnlySpan<byte> file, int position, int length)
    {
        var found = Crc32.Of(file.Slice(position + 4, 4 + length));
        var expected = BinaryPrimitives.ReadUInt32BigEndian(file[(position + 8 + length)..]);
        if (found == expected) return;
        var type = Text(file.Slice(position + 4, 4));
        throw Damaged($"the checksum of its chunk {type} at byte {position} is {found:X8}, and {expected:X8} is written");
    }

    private static (long RawBytes, int Depth) ReadHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length != HeaderLength) throw Damaged($"its IHDR chunk has {data.Length} bytes; expected {HeaderLength}");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw Damaged($"it announces {width} × {height} pixels; each side must be from 1 to {int.MaxValue}");
        var (depth, colourType) = (data[8], data[9]);
        var samples = (colourType, depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) => 1,
            (2, 8 or 16) => 3,
            (4, 8 or 16) => 2,
            (6, 8 or 16) => 4,
            _ => throw Damaged($"it announces colour type {colourType} with {depth} bits, which PNG does not have"),
        };

        // The product of two sides below 2³¹ and up to 64 bits does not fit in a long.
        return ((long)Int128.Min(long.MaxValue, (Int128)height * (1 + ((((long)width * samples * depth) + 7) / 8))), depth);
    }

    private static DataException Truncated(string why) => Damage.Truncated(ImageFormat.Png, why);

    private static DataException Damaged(string why) => Damage.Damaged(ImageFormat.Png, why);

    private static string Text(ReadOnlySpan<byte> type) => Encoding.ASCII.GetString(type);
}
