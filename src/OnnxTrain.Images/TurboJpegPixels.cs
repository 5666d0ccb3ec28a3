using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>
/// Decodes a JPEG file with the system's libturbojpeg, if it is installed and reports no problem. Other files are decoded by Skia, so that
/// the set of refused files does not depend on the system.
/// </summary>
internal static class TurboJpegPixels
{
    /// <param name="file">The file, checked by <see cref="JpegFile"/>.</param>
    /// <param name="width">The width of the image, or of the scaled image.</param>
    /// <param name="height">Its height.</param>
    /// <returns>The image; null if Skia must decode it.</returns>
    public static unsafe PixelImage? TryRead(ReadOnlySpan<byte> file, int width, int height)
    {
        if (!TurboJpeg.IsAvailable) return null;
        var handle = TurboJpeg.NewDecompressor();
        if (handle == 0) return null;
        try
        {
            fixed (byte* bytes = file) return TryRead(handle, bytes, new CULong((nuint)file.Length), width, height);
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }
    }

    private static unsafe PixelImage? TryRead(nint handle, byte* file, CULong length, int width, int height)
    {
        var (fileWidth, fileHeight, subsampling, space) = (0, 0, 0, 0);
        if (TurboJpeg.ReadHeader(handle, file, length, ref fileWidth, ref fileHeight, ref subsampling, ref space) != 0) return null;
        var (channels, format) = (space, subsampling) switch
        {
            (TurboJpeg.GreySpace, TurboJpeg.SubsamplingGrey) => (1, TurboJpeg.Grey),
            (TurboJpeg.YcbcrSpace, TurboJpeg.Subsampling444 or TurboJpeg.Subsampling422 or TurboJpeg.Subsampling420) => (3, TurboJpeg.Rgb),
            _ => (0, 0),
        };
        if (channels == 0) return null;
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * channels);
        fixed (byte* target = pixels)
        {
            var result = TurboJpeg.Decompress(handle, file, length, target, width, width * channels, height, format, TurboJpeg.AccurateDct);
            return result == 0 ? new(width, height, channels, pixels) : null;
        }
    }
}
