using System.Buffers;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace OnnxTrain;

/// <summary>The pixels of a file as Skia decodes them.</summary>
internal static class SkiaPixels
{
    private const int Rgba = 4, Rgb = 3;

    /// <exception cref="DataException">The file is truncated or damaged.</exception>
    public static PixelImage Read(SKCodec codec, SKSizeI size, ImageFormat format, int depth)
    {
        var isGrey = codec.Info.ColorType == SKColorType.Gray8;
        var isOpaque = codec.Info.AlphaType == SKAlphaType.Opaque;

        // Without a colour space, no colours are converted.
        var info = new SKImageInfo(
            size.Width,
            size.Height,
            isGrey ? SKColorType.Gray8 : SKColorType.Rgba8888,
            isOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var length = info.BytesSize;
        if (isGrey || !isOpaque)
        {
            var pixels = new byte[length];
            Decode(codec, info, pixels, format);
            return new(size.Width, size.Height, isGrey ? 1 : Rgba, pixels) { FileDepth = depth };
        }

        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var pixels = buffer.AsSpan(0, length);
            if (!WritesAllPixels(format)) pixels.Clear();
            Decode(codec, info, pixels, format);
            return new(size.Width, size.Height, Rgb, WithoutOpacity(pixels)) { FileDepth = depth };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool WritesAllPixels(ImageFormat format) => format is ImageFormat.Png or ImageFormat.Jpeg;

    private static unsafe void Decode(SKCodec codec, SKImageInfo info, Span<byte> pixels, ImageFormat format)
    {
        SKCodecResult result;
        fixed (byte* target = pixels) result = codec.GetPixels(info, (nint)target);
        if (result == SKCodecResult.Success) return;
        throw result switch
        {
            SKCodecResult.IncompleteInput => Damage.Truncated(format, "its pixels end early"),
            SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => Damage.Damaged(format, "its pixels cannot be decoded"),
            SKCodecResult.InternalError => new DataException(
                $"The {ImageFormats.Name(format)} file could not be decoded; there may not be enough memory for it."),
            _ => new DataException($"The {ImageFormats.Name(format)} file is of a kind that Skia cannot decode ({result})."),
        };
    }

    /// <summary>Removes the opacity of pixels: 16 bytes at a time become 12.</summary>
    private static byte[] WithoutOpacity(ReadOnlySpan<byte> from)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(from.Length / Rgba * Rgb);
        var source = from;
        var target = pixels.AsSpan();
        var order = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 16, 16, 16);

        // A store writes 16 bytes, of which the next store overwrites 4.
        for (
            ;
            source.Length >= Vector128<byte>.Count && target.Length >= Vector128<byte>.Count;
            source = source[16..], target = target[12..])
            Vector128.Shuffle(Vector128.Create(source), order).CopyTo(target);
        for (var i = 0; i < source.Length / Rgba; i++) source.Slice(Rgba * i, Rgb).CopyTo(target[(Rgb * i)..]);
        return pixels;
    }
}
