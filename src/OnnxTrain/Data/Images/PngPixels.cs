using System.Buffers.Binary;
using System.IO.Compression;

namespace OnnxTrain;

/// <summary>Pixels of a PNG file from its compressed content.</summary>
internal sealed class PngPixels
{
    /// <summary>Adam7: where the pixels of each pass begin, and the steps between them.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[] _opacities;
    private readonly ushort[] _transparent;
    private readonly int _channels;
    private readonly byte[] _pixels;

    public PngPixels(PngHeader header, byte[] palette, byte[] transparency)
    {
        (_header, _palette) = (header, palette);
        _opacities = header.ColourType == PngHeader.Indexed ? transparency : [];
        _transparent = header.ColourType == PngHeader.Indexed ? []
            : [.. Enumerable.Range(0, transparency.Length / 2).Select(i => BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * i)))];
        var isTransparent = transparency.Length > 0 || header.ColourType is PngHeader.GreyWithAlpha or PngHeader.ColourWithAlpha;
        _channels = isTransparent ? 4 : header.ColourType == PngHeader.Grey ? 1 : 3;
        var bytes = (long)header.Width * header.Height * _channels;
        _pixels = bytes <= Array.MaxLength ? new byte[bytes]
            : throw new DataException($"The PNG file announces {header.Width} × {header.Height} pixels, more than fit in an array.");
    }

    /// <summary>Whether samples are in the file as they are wanted.</summary>
    private bool IsPlain => _header.Depth == 8 && _header.Samples == _channels && _header.ColourType != PngHeader.Indexed;

    public PixelImage Read(Stream compressed)
    {
        using var content = new ZLibStream(compressed, CompressionMode.Decompress);
        try
        {
            if (!_header.IsInterlaced) ReadPass(content, 0, 0, 1, 1);
            else foreach (var (x, y, stepX, stepY) in Passes) ReadPass(content, x, y, stepX, stepY);
            if (content.ReadByte() >= 0) throw new DataException("The PNG file has more pixels than its header announces; it is damaged.");
        }
        catch (InvalidDataException e)
        {
            throw new DataException("The PNG file is damaged: its compressed pixels cannot be unpacked. Fetch it again.", e);
        }

        return new(_header.Width, _header.Height, _channels, _pixels) { FileDepth = _header.Depth };
    }

    private void ReadPass(Stream content, int x, int y, int stepX, int stepY)
    {
        var (width, height) = ((_header.Width - x + stepX - 1) / stepX, (_header.Height - y + stepY - 1) / stepY);
        if (width <= 0 || height <= 0) return;
        var bytes = checked((int)((((long)width * _header.BitsPerPixel) + 7) / 8));
        var (line, above) = (new byte[1 + bytes], new byte[1 + bytes]);
        for (var row = 0; row < height; row++, (line, above) = (above, line))
        {
            var found = content.ReadAtLeast(line, line.Length, throwOnEndOfStream: false);
            if (found < line.Length)
                throw new DataException($"The PNG file is truncated: its pixels end in line {y + (row * stepY)} of {_header.Height} (counted from 0). Fetch it again.");

            PngFilter.Undo(line[0], line.AsSpan(1), above.AsSpan(1), Math.Max(1, _header.BitsPerPixel / 8));
            if (stepX == 1 && IsPlain)
            {
                line.AsSpan(1).CopyTo(_pixels.AsSpan((int)((long)(y + (row * stepY)) * bytes)));
                continue;
            }

            for (var i = 0; i < width; i++)
            {
                var at = (((long)(y + (row * stepY)) * _header.Width) + x + ((long)i * stepX)) * _channels;
                Write(line.AsSpan(1), i, _pixels.AsSpan((int)at, _channels));
            }
        }
    }

    private void Write(ReadOnlySpan<byte> line, int index, Span<byte> pixel)
    {
        if (_header.ColourType == PngHeader.Indexed)
        {
            WriteIndexed(Sample(line, index), pixel);
            return;
        }

        var (first, colours) = (index * _header.Samples, _header.ColourType is PngHeader.Grey or PngHeader.GreyWithAlpha ? 1 : 3);
        var isTransparent = _transparent.Length > 0;
        for (var c = 0; c < colours; c++)
        {
            var sample = Sample(line, first + c);
            isTransparent = isTransparent && sample == _transparent[c];
            pixel[c] = ToByte(sample);
        }

        if (_channels < 4) return;
        if (colours == 1) pixel[1] = pixel[2] = pixel[0];
        pixel[3] = _header.Samples > colours ? ToByte(Sample(line, first + colours)) : isTransparent ? (byte)0 : (byte)255;
    }

    private void WriteIndexed(int index, Span<byte> pixel)
    {
        if (3 * index >= _palette.Length)
            throw new DataException($"The PNG file has a pixel of colour {index}, and a palette of {_palette.Length / 3} colours; it is damaged.");
        _palette.AsSpan(3 * index, 3).CopyTo(pixel);
        if (_channels == 4) pixel[3] = index < _opacities.Length ? _opacities[index] : (byte)255;
    }

    /// <summary>A sample as the file has it; those of fewer than 8 bits begin at the highest bit of a byte.</summary>
    private int Sample(ReadOnlySpan<byte> line, int index) => _header.Depth switch
    {
        8 => line[index],
        16 => BinaryPrimitives.ReadUInt16BigEndian(line[(2 * index)..]),
        var bits => (line[index * bits / 8] >> (8 - bits - (index * bits % 8))) & ((1 << bits) - 1),
    };

    /// <summary>v · 255 / (2ᵇ − 1), rounded.</summary>
    private byte ToByte(int sample) => _header.Depth switch
    {
        8 => (byte)sample,
        16 => (byte)(((sample * 255L) + 32767) / 65535),
        var bits => (byte)(sample * (255 / ((1 << bits) - 1))),
    };
}
