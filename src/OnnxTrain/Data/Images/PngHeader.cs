using System.Buffers.Binary;

namespace OnnxTrain;

/// <summary>What the IHDR chunk of a PNG file says.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, int ColourType, bool IsInterlaced)
{
    public const int Grey = 0, Colour = 2, Indexed = 3, GreyWithAlpha = 4, ColourWithAlpha = 6;

    private const int Length = 13;

    /// <summary>Samples of a pixel in the file.</summary>
    public int Samples => ColourType switch { Colour => 3, GreyWithAlpha => 2, ColourWithAlpha => 4, _ => 1 };

    public int BitsPerPixel => Samples * Depth;

    /// <exception cref="DataException">The numbers are out of range, or do not go together.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> data, long maxPixels)
    {
        if (data.Length != Length) throw new DataException($"The PNG file has an IHDR chunk of {data.Length} bytes; expected {Length}.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new DataException($"The PNG file announces {width} × {height} pixels; each side has to be from 1 to {int.MaxValue}.");
        if ((long)width * height > maxPixels)
            throw new DataException($"The PNG file announces {width} × {height} pixels, more than the {maxPixels} that PngDecoder.MaxPixels allows.");
        var header = new PngHeader((int)width, (int)height, data[8], data[9], data[12] == 1);
        var isKnown = (header.ColourType, header.Depth) is
            (Grey, 1 or 2 or 4 or 8 or 16) or (Indexed, 1 or 2 or 4 or 8) or (Colour or GreyWithAlpha or ColourWithAlpha, 8 or 16);
        if (!isKnown) throw new DataException($"The PNG file announces colour type {header.ColourType} with {header.Depth} bits, which PNG does not have.");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw new DataException($"The PNG file announces compression {data[10]}, filter method {data[11]} and interlace {data[12]}; PNG has 0, 0, and 0 or 1.");
        return header;
    }
}
