using System.Globalization;

namespace OnnxTrain;

/// <summary>One value that a node of a file computes, beside the model's value of the same name.</summary>
/// <param name="Value">The name of the value, which is the node's name for its first output.</param>
/// <param name="Operator">The node's ONNX operator.</param>
/// <param name="Path">The path of the module that the node comes from; empty outside every module.</param>
/// <param name="Type">The type of the model's value as it was run, every axis a number; null where the model has none or it was not
/// run.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="LargestAbsolute">The largest |native − ONNX|; infinite where only one of the two is finite or the types differ.</param>
/// <param name="LargestRelative">The same in parts of the largest |element| of the value.</param>
/// <param name="Remark">More in words; empty where there is no more to say.</param>
public sealed record NodeComparison(
    string Value,
    string Operator,
    string Path,
    TensorType? Type,
    NodeVerdict Verdict,
    double LargestAbsolute,
    double LargestRelative,
    string Remark)
{
    /// <summary>
    /// Whether this is what a file must not hold: a value that differs or leads to outputs that are not finite, or a node that does not
    /// run.
    /// </summary>
    public bool IsWrong => Verdict is NodeVerdict.Different or NodeVerdict.NotFinite or NodeVerdict.Failed;

    /// <summary>The verdict in words.</summary>
    public string VerdictText => Verdict switch
    {
        NodeVerdict.Equivalent => LargestAbsolute == 0 ? "equal" : "within tolerance",
        NodeVerdict.Different => "DIFFERENT",
        NodeVerdict.NotFinite => "NOT FINITE",
        NodeVerdict.FileOnly => "file only",
        NodeVerdict.Failed => "FAILED",
        _ => "not run",
    };

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var difference = Verdict is NodeVerdict.Equivalent or NodeVerdict.Different
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", largest difference {LargestAbsolute:0.0e+00} absolute, {LargestRelative:0.0e+00} relative")
            : "";
        return $"{Value} ({Operator}{(Path.Length > 0 ? $" of {Path}" : "")}) {Type}: "
            + $"{VerdictText}{difference}{(Remark.Length > 0 ? $"; {Remark}" : "")}";
    }
}
