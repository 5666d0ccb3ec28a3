namespace OnnxTrain;

/// <summary>
/// Decodes image formats. The package OnnxTrain.Images has <c>SkiaDecoder</c> for PNG, JPEG, WebP, GIF, BMP and ICO. Implementations must
/// be thread-safe.
/// </summary>
public interface IImageDecoder
{
    /// <summary>Returns whether a file has a format of this decoder.</summary>
    /// <param name="header">The first 16 bytes of the file, or all if it is shorter.</param>
    /// <returns>True if <see cref="Decode"/> can read it.</returns>
    bool CanDecode(ReadOnlySpan<byte> header);

    /// <summary>Decodes a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <returns>The image.</returns>
    /// <exception cref="DataException">The file is damaged, or uses unsupported features; the message says what is wrong.</exception>
    PixelImage Decode(ReadOnlySpan<byte> file);

    /// <summary>
    /// Decodes an image that will be scaled down. A decoder may decode a smaller image if that is faster. By default this decodes the whole
    /// image.
    /// </summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="width">The minimum width in pixels.</param>
    /// <param name="height">The minimum height in pixels.</param>
    /// <returns> The image, in full size or scaled in the same proportions to at least this size. It must depend only on the arguments, so
    /// that the same call gives the same pixels.
    /// </returns>
    /// <exception cref="DataException">As for <see cref="Decode"/>.</exception>
    PixelImage DecodeAtLeast(ReadOnlySpan<byte> file, int width, int height) => Decode(file);
}
