namespace OnnxTrain;

/// <summary>How many rows are run at once outside of training.</summary>
internal static class RowsAtOnce
{
    /// <summary>The most.</summary>
    public const int Most = 512;

    /// <summary>
    /// Rows at once of a model: the fewer, the larger its rows are, since what layers make of images takes many times their memory.
    /// </summary>
    public static int For(Model model) =>
        (int)Math.Clamp((1 << 21) / model.Features.Sum(f => Shape.Create(f.Shape.Dimensions[1..]).ElementCount), 8, Most);
}
