using System.Globalization;

namespace OnnxTrain;

/// <summary>What came of running an ONNX file beside the model that it was written from.</summary>
public sealed record VerificationReport
{
    /// <summary>
    /// Whether the file is the model: its inputs and outputs are declared alike, and all values are equivalent, and finite where the
    /// features are.
    /// </summary>
    public bool IsEquivalent => Problems.Count == 0 && Outputs.All(o => o.IsEquivalent);

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The outputs in the file's order; fewer if they could not be compared, for a reason that <see cref="Problems"/> tells.
    /// </summary>
    public IReadOnlyList<OutputComparison> Outputs { get; init; } = [];

    /// <summary>What is wrong besides values: inputs or outputs that are declared otherwise, a file that does not load or run.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>How many times ONNX Runtime ran the file.</summary>
    public int Runs { get; init; }

    /// <summary>The rows of the data.</summary>
    public int Rows { get; init; }

    /// <summary>
    /// The rows that were compared apart from those of small batches; fewer than <see cref="Rows"/> where
    /// <see cref="VerificationOptions.TimeLimit"/> ended the verification, or a difference did.
    /// </summary>
    public int ComparedRows { get; init; }

    /// <summary>How many rows got the same label; null unless the model classifies and was run.</summary>
    public LabelAgreement? LabelAgreement { get; init; }

    /// <summary>What ONNX Runtime computed with.</summary>
    public ExecutionProvider Provider { get; init; }

    /// <summary>The release of ONNX Runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>The largest absolute difference of any output; 0 if all are equal.</summary>
    public double LargestAbsolute => Outputs.Select(o => o.LargestAbsolute).DefaultIfEmpty().Max();

    /// <summary>Whether no output is NaN or infinite where the features are finite.</summary>
    public bool IsFinite => Outputs.All(o => o.NotFinite == 0);

    /// <summary>
    /// Whether all that is wrong is numbers that are not finite: the file computes what the model does, and neither is of use.
    /// </summary>
    public bool IsSameButNotFinite => !IsFinite && Problems.Count == 0 && Outputs.All(o => o.Differences == 0);

    /// <summary>The verdict in one line.</summary>
    public string Summary
    {
        get
        {
            var labels = LabelAgreement is null ? "" : $"; {LabelAgreement}";
            var name = System.IO.Path.GetFileName(Path);
            if (IsEquivalent)
            {
                var largest =
                    LargestAbsolute == 0
                        ? "all values equal"
                        : string.Create(CultureInfo.InvariantCulture, $"largest difference {LargestAbsolute:0.0e+00}");
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} computes what the model computes: {RowsInWords} rows, {Runs} runs, {largest}{labels}");
            }

            if (IsSameButNotFinite)
            {
                var places = Outputs.Where(o => o.NotFinite > 0).Select(o => string.Create(
                    CultureInfo.InvariantCulture, $"'{o.Name}' in {o.NotFinite} of {o.Elements} elements, first at {o.FirstNotFinite}"));
                return $"{name} yields numbers that are NOT FINITE on finite data, as the model does: {string.Join(", ", places)}";
            }

            var reason = Problems.Count > 0
                ? Problems[0]
                : string.Join(", ", Outputs.Where(o => o.Differences > 0).Select(o => string.Create(
                    CultureInfo.InvariantCulture, $"'{o.Name}' in {o.Differences} of {o.Elements} elements")));
            return $"{name} DIFFERS from the model: {reason}{labels}";
        }
    }

    private string RowsInWords => ComparedRows < Rows
        ? string.Create(CultureInfo.InvariantCulture, $"{ComparedRows} of {Rows}")
        : Rows.ToString(CultureInfo.InvariantCulture);

    /// <summary>Does nothing if the file is the model, and yields finite numbers on finite data.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="VerificationException">It is not, or does not; the exception carries this report.</exception>
    public VerificationReport ThrowIfDifferent() => IsEquivalent ? this : throw new VerificationException(this);

    /// <summary>The verdict and what was found, for a <see cref="TrainingReport"/>.</summary>
    public ReportVerification ForReport() => new(
        IsEquivalent,
        Summary,
        [
            .. Problems.Select(p => new ReportFact("problem", p)),
            .. Outputs.Select(o => new ReportFact(o.Name, o.ToString()[(o.Name.Length + 1)..].Trim())),
            new("runtime", $"ONNX Runtime {RuntimeVersion}, {(Provider == ExecutionProvider.Cuda ? "CUDA" : "CPU")}"),
        ]);

    /// <summary>The verdict, what was found of each output, and what it was run in.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            Summary,
            .. Problems.Skip(1).Select(p => $"  {p}"),
            .. Outputs.Select(o => $"  {o}"),
            $"  ONNX Runtime {RuntimeVersion}, {(Provider == ExecutionProvider.Cuda ? "CUDA" : "CPU")}",
        ]);
}
