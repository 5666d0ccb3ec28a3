
namespace OnnxTrain;

/// <summary>What came of running an ONNX file beside the model, node by node, with ONNX Runtime's graph optimizations off.</summary>
public sealed record NodeVerificationReport
{
    /// <summary>
    /// Whether every node that could be compared computes what the model computes, outputs are finite where the features are, and there was
    /// no problem.
    /// </summary>
    public bool IsEquivalent => Problems.Count == 0 && !Nodes.Any(n => n.IsWrong);

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The values that the file's nodes compute, in the order in which they run.</summary>
    public IReadOnlyList<NodeComparison> Nodes { get; init; } = [];

    /// <summary>The first value that differs, leads to outputs that are not finite, or does not run; null if there is none.</summary>
    public NodeComparison? FirstDifference => Nodes.FirstOrDefault(n => n.IsWrong);

    /// <summary>
    /// Why <see cref="FirstDifference"/> may differ: what is written otherwise there in the file than the model would be exported, and
    /// whether the node differs by itself, given the model's own inputs. Empty if no value differs.
    /// </summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What kept values from being compared at all.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Names that the file and the model do not share; the values of the same name were compared all the same.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The rows that were run.</summary>
    public int Rows { get; init; }

    /// <summary>The folder that the first node that differs was saved in; null if none was.</summary>
    public string? SavedTo { get; init; }

    /// <summary>What ONNX Runtime computed with.</summary>
    public ExecutionProvider Provider { get; init; }

    /// <summary>The release of ONNX Runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>How many values were compared.</summary>
    public int Compared => Nodes.Count(n => n.Verdict is NodeVerdict.Equivalent or NodeVerdict.Different or NodeVerdict.NotFinite);

    /// <summary>The verdict in one line.</summary>
    public string Summary
    {
        get
        {
            var name = System.IO.Path.GetFileName(Path);
            if (FirstDifference is { Verdict: NodeVerdict.NotFinite } origin)
                return $"{name} yields numbers that are NOT FINITE on finite data, as the model does, first at {origin}";
            if (FirstDifference is { } first)
                return $"{name} DIFFERS from the model, first at {first}";
            if (Problems.Count > 0)
                return $"{name} could not be compared: {Problems[0]}";
            var largest = Nodes.Select(n => n.LargestRelative).DefaultIfEmpty().Max();
            var unknown = Nodes.Count(n => n.Verdict == NodeVerdict.FileOnly);
            return Invariant($"{name} computes what the model computes in each of {Compared} values")
                + (unknown > 0 ? Invariant($", {unknown} more exist in the file only") : "")
                + Invariant($"; largest difference {largest:0.0e+00} of a value's largest element");
        }
    }

    /// <summary>Does nothing if the file is the model.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="VerificationException">It is not; the message holds the report.</exception>
    public NodeVerificationReport ThrowIfDifferent() => IsEquivalent ? this : throw new VerificationException(ToString());

    /// <summary>The verdict, its reasons, and every value in a line.</summary>
    public override string ToString() =>
        string.Join(
            Environment.NewLine,
            [
                Summary,
                .. Reasons.Select(r => $"  {r}"),
                .. Problems.Select(p => $"  {p}"),
                .. Notes.Select(n => $"  {n}"),
                .. SavedTo is null ? Array.Empty<string>() : [$"  saved in {SavedTo}"],
                .. Nodes.Select(n => $"  {n}"),
                Invariant($"  {Rows} row{(Rows == 1 ? "" : "s")}, ONNX Runtime {RuntimeVersion}, ")
                    + Invariant($"{(Provider == ExecutionProvider.Cuda ? "CUDA" : "CPU")}, optimizations off"),
            ]);
}
