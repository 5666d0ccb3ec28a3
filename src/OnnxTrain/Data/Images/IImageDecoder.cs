namespace OnnxTrain;

/// <summary>Reads an image format. An implementation is called by several threads at once.</summary>
public interface IImageDecoder
{
    /// <summary>Whether a file is of the format.</summary>
    /// <param name="header">How the file begins: its first 16 bytes, or all that it has.</param>
    /// <returns>True if <see cref="Decode"/> is to read it.</returns>
    bool CanDecode(ReadOnlySpan<byte> header);

    /// <summary>Decodes a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <returns>The image.</returns>
    /// <exception cref="DataException">The file is damaged, or uses what the decoder does not know; the message says what is wrong.</exception>
    PixelImage Decode(ReadOnlySpan<byte> file);
}
