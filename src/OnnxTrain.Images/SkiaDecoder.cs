using SkiaSharp;

namespace OnnxTrain;

/// <summary>
/// Decodes PNG, JPEG, WebP, GIF, BMP and ICO files with SkiaSharp. Images are rotated by their Exif orientation. Of several frames or
/// sizes, the first frame or the largest size is read.
/// </summary>
/// <remarks>
/// <para>Grey PNG and JPEG files give one channel, files with transparency four (colours not premultiplied by opacity), others three.
/// Colour profiles and gamma are ignored: the numbers are those in the file. Of 16 bits per channel the upper 8 are kept; CMYK is converted
/// to RGB.</para>
/// <para>The pixels of a file are the same in each run and with any number of threads. If libturbojpeg is installed (Debian and Ubuntu:
/// libturbojpeg0), it decodes most JPEG files: to the same pixels, and about twice as fast as Skia's copy, which has no SIMD code on
/// x64.</para>
/// </remarks>
public sealed class SkiaDecoder : IImageDecoder
{
    /// <summary>The number of scales for decoding JPEG files: 1/8 to 8/8.</summary>
    private const int ScaleSteps = 8;

    /// <summary>Images above this size may have at most this many pixels per byte. PNG and JPEG files have their own limits.</summary>
    private const int SmallImage = 1 << 24, MostPixelsPerByte = 1 << 12;

    /// <summary>
    /// The maximum number of pixels of an image; 67,108,864 by default. Decoding takes 4 bytes of memory per pixel, and more if a file is
    /// interlaced or progressive. A JPEG file may have at most 16 times as many pixels in all its scans, each of which is a pass over the
    /// whole image.
    /// </summary>
    public long MaxPixels
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPixels), value, "Must be positive.");
    } = 1 << 26;

    /// <summary>Whether libturbojpeg may be used if it is installed.</summary>
    internal bool MayUseTurboJpeg { get; init; } = true;

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header) => ImageFormats.Of(header) is not null;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Skia's native library is missing.</exception>
    public PixelImage Decode(ReadOnlySpan<byte> file) => DecodeAtLeast(file, int.MaxValue, int.MaxValue);

    /// <summary>
    /// Decodes an image that will be scaled down. A JPEG file is decoded at 1/8, 2/8 … of its size, the smallest that is at least the given
    /// size; other files are decoded in full size.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Skia's native library is missing.</exception>
    public PixelImage DecodeAtLeast(ReadOnlySpan<byte> file, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var format = ImageFormats.Of(file) ?? throw new DataException("This is not a PNG, JPEG, WebP, GIF, BMP or ICO file.");
        var depth = 8;
        if (format == ImageFormat.Png) depth = PngFile.Check(file);
        if (format == ImageFormat.Jpeg) JpegFile.Check(file, MaxPixels);
        try
        {
            return Decode(file, format, depth, width, height);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or BadImageFormatException)
        {
            throw new NotSupportedException(
                $"SkiaDecoder needs the native library of SkiaSharp, which could not be loaded: {e.GetBaseException().Message} " +
                "OnnxTrain.Images includes it for Linux, Windows and macOS; for other systems reference their package "
                    + "SkiaSharp.NativeAssets.",
                e);
        }
    }

    private unsafe PixelImage Decode(ReadOnlySpan<byte> file, ImageFormat format, int depth, int width, int height)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = SKCodec.Create(data) ?? throw Damage.Damaged(format, "its header cannot be read");
            var orientation = codec.EncodedOrigin;
            RequireSize(codec.Info, format, file.Length);
            if (Orientation.SwapsSides(orientation)) (width, height) = (height, width);
            var step = format == ImageFormat.Jpeg ? ScaleFor(codec, width, height) : ScaleSteps;
            var size = step < ScaleSteps ? codec.GetScaledDimensions((float)step / ScaleSteps) : codec.Info.Size;
            var image = format == ImageFormat.Jpeg && MayUseTurboJpeg ? TurboJpegPixels.TryRead(file, size.Width, size.Height) : null;
            image ??= SkiaPixels.Read(codec, size, format, depth);
            var scale = (double)step / ScaleSteps;
            if (step < ScaleSteps) image = Covering(image, codec.Info.Width * scale, codec.Info.Height * scale);
            return Orientation.Apply(image, orientation);
        }
    }

    private void RequireSize(SKImageInfo info, ImageFormat format, int bytes)
    {
        if (info.Width < 1 || info.Height < 1) throw Damage.Damaged(format, $"it announces {info.Width} × {info.Height} pixels");
        var pixels = (long)info.Width * info.Height;
        if (pixels > MaxPixels || pixels > Array.MaxLength / 4)
        {
            throw new DataException(
                $"The {ImageFormats.Name(format)} file announces {info.Width} × {info.Height} pixels, more than the " +
                Invariant($"{Math.Min(MaxPixels, Array.MaxLength / 4):N0} that {nameof(SkiaDecoder)}.{nameof(MaxPixels)} allows."));
        }

        if (format is not (ImageFormat.Png or ImageFormat.Jpeg) && pixels > SmallImage && pixels / MostPixelsPerByte > bytes)
            throw Damage.Damaged(format, $"it announces {info.Width} × {info.Height} pixels in {bytes:N0} bytes, which is more than a "
                + "valid image has");
    }

    /// <summary>The smallest scale, in eighths, that is large enough.</summary>
    private static int ScaleFor(SKCodec codec, int width, int height)
    {
        for (var step = 1; step < ScaleSteps; step++)
        {
            var size = codec.GetScaledDimensions((float)step / ScaleSteps);
            if (size.Width >= width && size.Height >= height) return step;
        }

        return ScaleSteps;
    }

    private static PixelImage Covering(PixelImage image, double width, double height) =>
        new(image.Width, image.Height, image.Channels, image.Content) { FileDepth = image.FileDepth, Region = new(0, 0, width, height) };
}
