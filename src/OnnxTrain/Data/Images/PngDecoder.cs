using System.Buffers.Binary;
using System.Text;

namespace OnnxTrain;

/// <summary>
/// Reads PNG files (ISO/IEC 15948; W3C recommendation, third edition) of all colour types and depths, interlaced or not. Palettes become
/// colours; fewer than 8 bits are scaled to 0 … 255, and 16 bits are rounded to 8, v ↦ round(v · 255 / 65535). With transparency, by a
/// channel of its own or by <c>tRNS</c>, the image has four channels. Colour profiles and gamma are left out of account.
/// </summary>
public sealed class PngDecoder : IImageDecoder
{
    private const int ChunkOverhead = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The most pixels that an image may have: a small file can announce more than the memory holds.</summary>
    public long MaxPixels { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPixels), value, "It has to be positive."); } = 1 << 28;

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith(Signature);

    /// <inheritdoc/>
    public PixelImage Decode(ReadOnlySpan<byte> file)
    {
        if (!CanDecode(file)) throw new DataException("This is no PNG file: its first eight bytes are others.");
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        var content = new MemoryStream();
        var (isEnded, isAfterContent) = (false, false);
        for (var position = Signature.Length; !isEnded;)
        {
            var data = Chunk(file, position, out var type);
            position += ChunkOverhead + data.Length;
            if (header is null && type != "IHDR") throw new DataException($"The PNG file begins with a chunk {type} where IHDR has to be; it is damaged.");
            isAfterContent |= content.Length > 0 && type != "IDAT";
            switch (type)
            {
                case "IHDR": header = header is null ? PngHeader.Read(data, MaxPixels) : throw Twice(type); break;
                case "PLTE": palette = palette.Length > 0 ? throw Twice(type) : Palette(data, header!); break;
                case "tRNS": transparency = transparency.Length > 0 ? throw Twice(type) : Transparency(data, header!, palette); break;
                case "IDAT" when isAfterContent: throw new DataException("The PNG file has other chunks between its IDAT chunks; it is damaged.");
                case "IDAT": content.Write(data); break;
                case "IEND": isEnded = true; break;
                default:
                    // A capital first letter says that the image cannot be shown without the chunk.
                    if (char.IsAsciiLetterUpper(type[0])) throw new DataException($"The PNG file has a critical chunk {type}, which is unknown here.");
                    break;
            }
        }

        if (content.Length == 0) throw new DataException("The PNG file has no IDAT chunk, so no pixels.");
        if (header!.ColourType == PngHeader.Indexed && palette.Length == 0) throw new DataException("The PNG file is of indexed colour and has no PLTE chunk before its pixels.");
        content.Position = 0;
        return new PngPixels(header, palette, transparency).Read(content);
    }

    /// <summary>The data of the chunk at <paramref name="position"/>: length, type, data, and a checksum over type and data.</summary>
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int position, out string type)
    {
        var rest = file[position..];
        if (rest.Length < ChunkOverhead)
            throw new DataException($"The PNG file is truncated: it ends at byte {file.Length} without an IEND chunk. Fetch it again.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        foreach (var letter in rest.Slice(4, 4))
        {
            if (char.IsAsciiLetter((char)letter)) continue;
            throw new DataException(
                $"The PNG file is damaged: at byte {position + 4} there is [{Convert.ToHexString(rest.Slice(4, 4))}] where a chunk's type of four letters has to be.");
        }

        type = Encoding.ASCII.GetString(rest.Slice(4, 4));
        if (length > rest.Length - ChunkOverhead)
        {
            throw new DataException(
                $"The PNG file is truncated: its chunk {type} at byte {position} announces {length} bytes, and {rest.Length - ChunkOverhead} are left. " +
                "Fetch it again.");
        }

        var data = rest.Slice(8, (int)length);
        var (expected, found) = (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]), Crc32.Of(rest.Slice(4, 4 + (int)length)));
        return expected == found ? data : throw new DataException(
            $"The PNG file is damaged: the checksum of its chunk {type} at byte {position} is {found:X8}, and {expected:X8} is written. Fetch it again.");
    }

    private static byte[] Palette(ReadOnlySpan<byte> data, PngHeader header)
    {
        if (header.ColourType is PngHeader.Grey or PngHeader.GreyWithAlpha) throw new DataException("The PNG file is grey and has a palette all the same; it is damaged.");
        var most = header.ColourType == PngHeader.Indexed ? 1 << header.Depth : 256;
        return data.Length % 3 == 0 && data.Length > 0 && data.Length <= 3 * most ? data.ToArray()
            : throw new DataException($"The PNG file has a palette of {data.Length} bytes; expected three for each of 1 to {most} colours.");
    }

    /// <summary>Opacities of the palette's first colours, or the one colour that is transparent, 16 bits to a channel.</summary>
    private static byte[] Transparency(ReadOnlySpan<byte> data, PngHeader header, byte[] palette)
    {
        var fits = header.ColourType switch
        {
            PngHeader.Indexed => data.Length > 0 && data.Length <= palette.Length / 3,
            PngHeader.Grey => data.Length == 2,
            PngHeader.Colour => data.Length == 6,
            _ => false,
        };
        return fits ? data.ToArray() : throw new DataException(
            $"The PNG file has a tRNS chunk of {data.Length} bytes, which does not fit its colour type {header.ColourType}; it is damaged.");
    }

    private static DataException Twice(string type) => new($"The PNG file has two {type} chunks; it is damaged.");
}
