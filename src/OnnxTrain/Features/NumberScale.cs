namespace OnnxTrain;

/// <summary>
/// What was learned from the numbers of a column: (x − <paramref name="Center"/>) / <paramref name="Scale"/> is the feature.
/// </summary>
/// <param name="Kind">The scaling; with <see cref="Scaling.Log"/> x is the logarithm of the number plus one.</param>
/// <param name="Center">The number to subtract.</param>
/// <param name="Scale">The divisor; never 0, also in float32.</param>
/// <param name="Fill">The number that replaces a missing one.</param>
/// <param name="IsWide">Whether float32 would lose what tells the numbers apart, so that they are scaled in float64.</param>
internal sealed record NumberScale(Scaling Kind, double Center, double Scale, double Fill, bool IsWide = false)
{
    private const double LargestTiny = 1e-30;

    /// <summary>
    /// Whether numbers are divided before the center is subtracted: ONNX Runtime's optimizer takes a subtraction of as little as 1e-100 for
    /// one of 0, and leaves it out.
    /// </summary>
    public bool IsTiny => IsWide && Kind != Scaling.Log && Math.Abs(Center) < LargestTiny && Scale < LargestTiny;
}
