namespace OnnxTrain;

/// <summary>The result of comparing the exported file with the model, for a <see cref="TrainingReport"/>.</summary>
/// <param name="IsEquivalent">Whether the file computes the same as the model, in finite numbers.</param>
/// <param name="Summary">The verdict in one line.</param>
/// <param name="Facts">What was compared, and the differences.</param>
public sealed record ReportVerification(bool IsEquivalent, string Summary, IReadOnlyList<ReportFact> Facts);
