namespace OnnxTrain;

/// <summary>
/// Reads image formats. The package OnnxTrain.Images has <c>SkiaDecoder</c> for PNG, JPEG, WebP, GIF, BMP and ICO. An implementation is
/// called by several threads at once.
/// </summary>
public interface IImageDecoder
{
    /// <summary>Whether a file is of a format of this decoder.</summary>
    /// <param name="header">How the file begins: its first 16 bytes, or all that it has.</param>
    /// <returns>True if <see cref="Decode"/> is to read it.</returns>
    bool CanDecode(ReadOnlySpan<byte> header);

    /// <summary>Decodes a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <returns>The image.</returns>
    /// <exception cref="DataException">The file is damaged, or uses what the decoder does not know; the message says what is
    /// wrong.</exception>
    PixelImage Decode(ReadOnlySpan<byte> file);

    /// <summary>
    /// Decodes a file whose image will be scaled down. A decoder that can decode a smaller image faster may do so; the others decode
    /// the whole image, as this method does if it is not overridden.
    /// </summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="width">The smallest width that will do, in pixels.</param>
    /// <param name="height">The smallest height that will do, in pixels.</param>
    /// <returns>
    /// The image, whole or in the same proportions and at least so large. It depends on the arguments alone, so that the same call gives
    /// the same pixels.
    /// </returns>
    /// <exception cref="DataException">As for <see cref="Decode"/>.</exception>
    PixelImage DecodeAtLeast(ReadOnlySpan<byte> file, int width, int height) => Decode(file);
}
