namespace OnnxTrain.Cli;

/// <summary>The decoders of images that the tool reads.</summary>
internal static class ToolDecoders
{
    public static IReadOnlyList<IImageDecoder> All { get; } = [new SkiaDecoder()];
}
