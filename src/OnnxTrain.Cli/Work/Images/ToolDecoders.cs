namespace OnnxTrain.Cli;

/// <summary>The decoders of images that the tool reads.</summary>
internal static class ToolDecoders
{
    private const int HeaderLength = 16;

    public static IReadOnlyList<IImageDecoder> All { get; } = [new SkiaDecoder()];

    /// <summary>Decoders with a limit of pixels; null for the default.</summary>
    public static IReadOnlyList<IImageDecoder> With(long? maxPixels) =>
        maxPixels is { } most ? [new SkiaDecoder { MaxPixels = most }] : All;

    /// <summary>Images whose paths are in a table: relative ones start from the table's folder.</summary>
    public static ImagePaths ImagesBeside(string table, long? maxPixels = null) =>
        new(Path.GetDirectoryName(Path.GetFullPath(TableName.Beside(table)))!, With(maxPixels));

    /// <summary>Whether a file begins as an image does, or is empty.</summary>
    public static bool Know(string path)
    {
        if (!RegularFile.Is(path)) return false;
        using var file = DataFile.Open(path);
        var header = new byte[HeaderLength];
        var length = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        return length == 0 || All.Any(decoder => decoder.CanDecode(header.AsSpan(0, length)));
    }
}
