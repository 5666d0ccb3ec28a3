namespace OnnxTrain;

/// <summary>What came of running the exported file beside the model, for a <see cref="TrainingReport"/>.</summary>
/// <param name="IsEquivalent">Whether the file computes what the model computes, in finite numbers.</param>
/// <param name="Summary">The verdict in one line.</param>
/// <param name="Facts">What was compared, and how far apart it was.</param>
public sealed record ReportVerification(bool IsEquivalent, string Summary, IReadOnlyList<ReportFact> Facts);
