namespace OnnxTrain;

/// <summary>How the paths in a column become images.</summary>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="Decoders">What decodes the files, such as the <c>SkiaDecoder</c> of OnnxTrain.Images; the first that knows a file
/// decodes it.</param>
public sealed record ImagePaths(string Folder, IReadOnlyList<IImageDecoder> Decoders)
{
    /// <summary>The image that a path names.</summary>
    /// <exception cref="DataException">There is no such file, or none that a decoder knows.</exception>
    internal PixelImage Read(string path, (int Width, int Height) target)
    {
        ArgumentNullException.ThrowIfNull(Folder);
        return ImageDecoders.Read(Path.Combine(Folder, path), Decoders, target);
    }
}
