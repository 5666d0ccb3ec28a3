namespace OnnxTrain;

/// <summary>The batch size outside of training.</summary>
internal static class RowsAtOnce
{
    /// <summary>The maximum.</summary>
    public const int Most = 512;

    /// <summary>
    /// The batch size for a model: the larger its rows, the fewer, since the outputs of layers take many times the memory of an image.
    /// </summary>
    public static int For(Model model) =>
        (int)Math.Clamp((1 << 21) / model.Features.Sum(f => Shape.Create(f.Shape.Dimensions[1..]).ElementCount), 8, Most);
}
