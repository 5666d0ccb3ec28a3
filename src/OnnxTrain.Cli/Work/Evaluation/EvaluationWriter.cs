using System.Globalization;
using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>Writes truth and prediction of each row as CSV.</summary>
internal static class EvaluationWriter
{
    public static void Write(TextWriter writer, IReadOnlyList<EvaluatedTarget> targets)
    {
        using var csv = CsvWriter.Create(writer, new() { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord((string[])["place", "target", "truth", "prediction", "is_wrong", "probability_or_error"]);
        foreach (var target in targets)
        {
            for (var row = 0; row < target.Predictions.RowCount; row++)
            {
                var (truth, predicted) = (target.Truth(row), target.Predicted(row));
                csv.WriteRecord((string[])
                [
                    target.Places[row], target.Target.Name, truth, predicted, !target.IsClass ? "" : truth == predicted ? "0" : "1",
                    target.Severity(row).ToString("R", CultureInfo.InvariantCulture),
                ]);
            }
        }

        csv.Flush();
        writer.Flush();
    }
}
