using System.Buffers.Binary;

namespace OnnxTrain;

/// <summary>
/// Checks the segments of a JPEG file (ITU-T T.81, annex B) before it is decoded, since Skia fills missing parts of a file with grey,
/// allocates memory for the announced size, and takes time for each scan.
/// </summary>
internal static class JpegFile
{
    /// <summary>A block of 64 pixels of the component with the most samples takes at least one bit.</summary>
    private const int MostPixelsPerByte = 64 * 8;

    /// <summary>Encoders write about ten scans; each costs a pass over all blocks, however few bytes it has.</summary>
    private const int MostScans = 100;

    /// <summary>How many passes over an image of the maximum size the scans of a file may take.</summary>
    private const int MostPasses = 16;

    private const byte EndOfImage = 0xD9, StartOfScan = 0xDA;

    /// <param name="file">The file.</param>
    /// <param name="maxPixels">The maximum number of pixels.</param>
    /// <exception cref="DataException">The file is truncated or damaged.</exception>
    public static void Check(ReadOnlySpan<byte> file, long maxPixels)
    {
        var (scans, pixels, hasFrame) = (0, 0L, false);
        for (var position = 2; ;)
        {
            var (at, marker) = NextMarker(file, position);
            position = at + 2;
            if (marker == EndOfImage) break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) continue;
            var data = Segment(file, position, marker);
            position += 2 + data.Length;
            if (IsFrame(marker))
            {
                if (hasFrame) throw Damage.Damaged(ImageFormat.Jpeg, "it has two frames");
                pixels = CheckFrame(file, data);
                hasFrame = true;
            }
            else if (marker == StartOfScan && ++scans > MostScans)
            {
                throw Damage.Damaged(ImageFormat.Jpeg, $"it has more than {MostScans} scans, each of which takes time for the whole image");
            }
        }

        if (!hasFrame || scans == 0) throw Damage.Damaged(ImageFormat.Jpeg, "it ends without pixels");
        if (pixels > long.Min(maxPixels, long.MaxValue / MostPasses) * MostPasses / scans)
            throw Damage.Damaged(
                ImageFormat.Jpeg,
                Invariant($"it has {scans} scans of {pixels:N0} pixels each, which take too long; {nameof(SkiaDecoder)}.")
                    + $"{nameof(SkiaDecoder.MaxPixels)} sets the limit");
    }

    /// <summary>
    /// The next marker at or after <paramref name="position"/>. FF 00 is pixel data, FF FF is fill, and restart markers are within pixel
    /// data.
    /// </summary>
    private static (int At, byte Marker) NextMarker(ReadOnlySpan<byte> file, int position)
    {
        while (true)
        {
            var step = position < file.Length ? file[position..].IndexOf((byte)0xFF) : -1;
            if (step < 0 || position + step + 1 >= file.Length)
                throw Damage.Truncated(ImageFormat.Jpeg, $"it ends at byte {file.Length} without an end-of-image marker");
            position += step;
            var marker = file[position + 1];
            if (marker is not (0 or 0xFF or (>= 0xD0 and <= 0xD7))) return (position, marker);
            position += marker == 0xFF ? 1 : 2;
        }
    }

    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, int position, byte marker)
    {
        var rest = file[position..];
        var length = rest.Length < 2 ? 2 : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2) throw Damage.Damaged(ImageFormat.Jpeg, $"its segment FF{marker:X2} at byte {position} has a length of {length}");
        return length <= rest.Length ? rest[2..length] : throw Damage.Truncated(
            ImageFormat.Jpeg, $"its segment FF{marker:X2} at byte {position} announces {length} bytes, and {rest.Length} are left");
    }

    /// <summary>SOF0 to SOF15, without DHT, JPG and DAC, which are in that range.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <returns>The number of pixels.</returns>
    private static long CheckFrame(ReadOnlySpan<byte> file, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6) throw Damage.Damaged(ImageFormat.Jpeg, $"its frame has {frame.Length} bytes");
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]));
        if (width == 0 || height == 0) throw Damage.Damaged(ImageFormat.Jpeg, $"it announces {width} × {height} pixels");
        if ((long)width * height > (long)file.Length * MostPixelsPerByte)
        {
            throw Damage.Truncated(
                ImageFormat.Jpeg, $"it announces {width} × {height} pixels, and its {file.Length:N0} bytes cannot hold as many");
        }

        return (long)width * height;
    }
}
