namespace OnnxTrain.Cli;

/// <summary>What came of an export.</summary>
/// <param name="Report">What verification found; null if it did not take place.</param>
/// <param name="Unverified">Where the file is instead, if it is not under the name asked for.</param>
/// <param name="Failure">Why verification could not be finished.</param>
internal sealed record ExportResult(VerificationReport? Report, string? Unverified = null, Exception? Failure = null)
{
    public bool IsDone => Unverified is null;
}
