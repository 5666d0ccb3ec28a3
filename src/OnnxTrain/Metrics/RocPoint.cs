namespace OnnxTrain;

/// <summary>One threshold of a <see cref="RocCurve"/>.</summary>
/// <param name="Threshold">The lowest probability that is predicted positive.</param>
/// <param name="FalsePositiveRate">The fraction of the other classes' rows at or above it.</param>
/// <param name="TruePositiveRate">The fraction of the class's rows at or above it: the recall.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate);
