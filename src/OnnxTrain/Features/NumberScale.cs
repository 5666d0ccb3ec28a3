namespace OnnxTrain;

/// <summary>
/// What was learned from the numbers of a column: (x − <paramref name="Center"/>) / <paramref name="Scale"/> is the feature.
/// </summary>
/// <param name="Kind">The scaling; with <see cref="Scaling.Log"/> x is the logarithm of the number plus one.</param>
/// <param name="Center">The number to subtract.</param>
/// <param name="Scale">The divisor; never 0, also in float32.</param>
/// <param name="Fill">The number that replaces a missing one.</param>
/// <param name="IsWide">Whether float32 would lose what tells the numbers apart, so that they are scaled in float64.</param>
internal sealed record NumberScale(Scaling Kind, double Center, double Scale, double Fill, bool IsWide = false);
