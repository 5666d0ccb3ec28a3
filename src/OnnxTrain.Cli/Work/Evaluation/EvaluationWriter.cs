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
                var (truth, predicted) = target.IsClass
                    ? (target.Truth(row), target.Predicted(row))
                    : (Exact(target.Predictions.Targets[row]), Exact(target.Predictions.Outputs[row]));
                csv.WriteRecord((string[])
                [
                    target.PlaceOf(row), target.Target.Name, truth, predicted, !target.IsClass ? "" : truth == predicted ? "0" : "1",
                    Exact(target.Severity(row)),
                ]);
            }
        }

        csv.Flush();
        writer.Flush();
    }

    /// <summary>All digits that tell the number from its neighbours, in the precision that it has.</summary>
    private static string Exact(double number) => number == (float)number
        ? ((float)number).ToString("R", CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);
}
