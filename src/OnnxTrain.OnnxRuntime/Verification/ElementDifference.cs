using System.Globalization;

namespace OnnxTrain;

/// <summary>One element of an output that differs between the model and its file.</summary>
/// <param name="Row">The row of the data, counted from 0; null if the output has no axis of rows.</param>
/// <param name="Line">The line of the CSV file that the row starts on; null if the data were no table.</param>
/// <param name="Element">The element's place within the row, counted from 0.</param>
/// <param name="BatchSize">How many rows the run had.</param>
/// <param name="Optimized">Whether ONNX Runtime's graph optimizations were on.</param>
/// <param name="Native">The value that the model computes.</param>
/// <param name="Onnx">The value that ONNX Runtime computes from the file.</param>
public sealed record ElementDifference(int? Row, int? Line, int Element, int BatchSize, bool Optimized, string Native, string Onnx)
{
    /// <summary>Where it is, and both values.</summary>
    public override string ToString()
    {
        var place = Row is { } row
            ? string.Create(
                CultureInfo.InvariantCulture, $"row {row}{(Line is { } line ? Invariant($" (line {line})") : "")}, element {Element}")
            : string.Create(CultureInfo.InvariantCulture, $"element {Element}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{place}, batch size {BatchSize}, optimizations {(Optimized ? "on" : "off")}: native {Native}, ONNX Runtime {Onnx}");
    }
}
