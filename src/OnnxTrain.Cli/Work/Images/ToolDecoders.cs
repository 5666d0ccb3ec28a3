namespace OnnxTrain.Cli;

/// <summary>The decoders of images that the tool reads.</summary>
internal static class ToolDecoders
{
    public static IReadOnlyList<IImageDecoder> All { get; } = [new SkiaDecoder()];

    /// <summary>Images whose paths are in a table: relative ones start from the table's folder.</summary>
    public static ImagePaths ImagesBeside(string table) => new(Path.GetDirectoryName(Path.GetFullPath(table))!, All);
}
