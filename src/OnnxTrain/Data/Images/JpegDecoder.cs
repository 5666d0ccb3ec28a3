using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>
/// Reads JPEG files by libturbojpeg, the TurboJPEG library of libjpeg-turbo, which has to be installed on the system. Grey files give one
/// channel, others three; CMYK becomes red, green and blue. Where a file says how it is to be turned (Exif), that is left out of account.
/// </summary>
public sealed class JpegDecoder : IImageDecoder
{
    /// <summary>Whether the library was found on this system.</summary>
    public static bool IsAvailable => TurboJpeg.IsAvailable;

    /// <summary>The most pixels that an image may have.</summary>
    public long MaxPixels { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPixels), value, "It has to be positive."); } = 1 << 28;

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header) => header is [0xFF, 0xD8, 0xFF, ..];

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The library is not installed.</exception>
    public unsafe PixelImage Decode(ReadOnlySpan<byte> file)
    {
        if (!IsAvailable)
        {
            throw new NotSupportedException(
                "JPEG files are read by libturbojpeg, which was not found on this system. Install it (Debian and Ubuntu: libturbojpeg0, Fedora: turbojpeg, " +
                "macOS: brew install jpeg-turbo, Windows: turbojpeg.dll of libjpeg-turbo on the path), or give another IImageDecoder for JPEG.");
        }

        var handle = TurboJpeg.NewDecompressor();
        if (handle == 0) throw new InvalidOperationException("libturbojpeg could not be started.");
        try
        {
            fixed (byte* bytes = file) return Decode(handle, bytes, new CULong((nuint)file.Length));
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }
    }

    private unsafe PixelImage Decode(nint handle, byte* file, CULong length)
    {
        var (width, height, subsampling, space) = (0, 0, 0, 0);
        if (TurboJpeg.ReadHeader(handle, file, length, ref width, ref height, ref subsampling, ref space) != 0) RequireHarmless(handle);
        if (width < 1 || height < 1) throw new DataException($"The JPEG file announces {width} × {height} pixels; it is damaged.");
        var isCmyk = space is TurboJpeg.CmykSpace or TurboJpeg.YcckSpace;
        var (channels, format) = space == TurboJpeg.GreySpace ? (1, TurboJpeg.Grey) : isCmyk ? (4, TurboJpeg.Cmyk) : (3, TurboJpeg.Rgb);
        if ((long)width * height > MaxPixels || (long)width * height * channels > Array.MaxLength)
            throw new DataException($"The JPEG file announces {width} × {height} pixels, more than the {MaxPixels} that JpegDecoder.MaxPixels allows.");
        var pixels = new byte[width * height * channels];
        fixed (byte* target = pixels)
        {
            if (TurboJpeg.Decompress(handle, file, length, target, width, width * channels, height, format, TurboJpeg.AccurateDct) != 0) RequireHarmless(handle);
        }

        return isCmyk ? new(width, height, 3, ToRgb(pixels)) : new(width, height, channels, pixels);
    }

    /// <summary>The library goes on where a file is damaged and fills what is missing with grey: such pixels are not passed on.</summary>
    private static void RequireHarmless(nint handle)
    {
        var message = TurboJpeg.Message(handle);
        if (message.Contains("extraneous bytes", StringComparison.Ordinal)) return;
        var isCut = message.Contains("premature end", StringComparison.OrdinalIgnoreCase);
        throw new DataException($"The JPEG file is {(isCut ? "truncated" : "damaged")}: {message}. Fetch it again.");
    }

    /// <summary>Files with four inks hold them inverted, as Adobe's programs write them: red is what cyan and black let through.</summary>
    private static byte[] ToRgb(byte[] inks)
    {
        var pixels = new byte[inks.Length / 4 * 3];
        for (var i = 0; i < inks.Length / 4; i++)
        {
            for (var c = 0; c < 3; c++) pixels[(3 * i) + c] = (byte)(((inks[(4 * i) + c] * inks[(4 * i) + 3]) + 127) / 255);
        }

        return pixels;
    }
}
