namespace OnnxTrain;

/// <summary>
/// What was learned of the numbers of a column: (x − <paramref name="Center"/>) / <paramref name="Scale"/> is the feature.
/// </summary>
/// <param name="Kind">The scaling; with <see cref="Scaling.Log"/> x is the logarithm of the number plus one.</param>
/// <param name="Center">What is taken off.</param>
/// <param name="Scale">What is divided by; never 0, also in float32.</param>
/// <param name="Fill">The number that stands in for a missing one.</param>
internal sealed record NumberScale(Scaling Kind, double Center, double Scale, double Fill);
