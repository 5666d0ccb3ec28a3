namespace OnnxTrain.Cli;

/// <summary>The decoders of images that the tool reads.</summary>
internal static class ToolDecoders
{
    private const int HeaderLength = 16;

    public static IReadOnlyList<IImageDecoder> All { get; } = [new SkiaDecoder()];

    /// <summary>Images whose paths are in a table: relative ones start from the table's folder.</summary>
    public static ImagePaths ImagesBeside(string table) => new(Path.GetDirectoryName(Path.GetFullPath(table))!, All);

    /// <summary>Whether a file begins as an image does, or is empty.</summary>
    public static bool Know(string path)
    {
        using var file = DataFile.Open(path);
        var header = new byte[HeaderLength];
        var length = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        return length == 0 || All.Any(decoder => decoder.CanDecode(header.AsSpan(0, length)));
    }
}
