namespace OnnxTrain;

/// <summary>How the paths in a column are read as images.</summary>
/// <param name="Folder">The folder of relative paths.</param>
/// <param name="Decoders">The decoders, such as <c>SkiaDecoder</c> of OnnxTrain.Images; the first that supports a file decodes it.</param>
public sealed record ImagePaths(string Folder, IReadOnlyList<IImageDecoder> Decoders)
{
    /// <summary>Reads the image at a path.</summary>
    /// <exception cref="DataException">The file does not exist, or no decoder supports it.</exception>
    internal PixelImage Read(string path, (int Width, int Height) target)
    {
        ArgumentNullException.ThrowIfNull(Folder);
        return ImageDecoders.Read(Path.Combine(Folder, path), Decoders, target);
    }
}
