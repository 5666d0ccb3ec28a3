using System.Globalization;
using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>Writes the rows of a file as they are, with predictions behind.</summary>
internal static class PredictionWriter
{
    /// <param name="writer">Where to write.</param>
    /// <param name="table">The rows.</param>
    /// <param name="predictor">What predicted them.</param>
    /// <param name="predictions">One for each row.</param>
    public static void Write(TextWriter writer, CsvTable table, OnnxPredictor predictor, IReadOnlyList<Prediction> predictions)
    {
        using var csv = CsvWriter.Create(writer, new() { Separator = table.Delimiter, NewLine = "\n" }, leaveOpen: true);
        string[] header = [.. table.Columns.Select(column => column.Name)];
        csv.WriteRecord((string[])[.. header, .. Names(header, predictor, predictions)]);
        for (var row = 0; row < predictions.Count; row++)
            csv.WriteRecord((string[])[.. table.Columns.Select(column => column.WrittenText(row)), .. Values(predictions[row])]);

        csv.Flush();
        writer.Flush();
    }

    /// <summary>The new columns' names; one that the table has already is told apart by a prefix.</summary>
    private static IEnumerable<string> Names(
        IReadOnlyList<string> header, OnnxPredictor predictor, IReadOnlyList<Prediction> predictions)
    {
        IEnumerable<string> names = predictions is [{ Targets: { Count: > 0 } targets }, ..]
            ? targets.SelectMany(t => Names(t.Value, ClassesOf(predictor, t.Key)).Select(name => $"{t.Key}_{name}"))
            : Names(predictions is [var first, ..] ? first : null, predictor.Classes);
        return names.Select(name => header.Contains(name) ? $"predicted_{name}" : name);
    }

    private static IEnumerable<string> Names(Prediction? prediction, IReadOnlyList<string> classes) =>
        prediction is { Label: null, Values: var values }
            ? values.Count == 1 ? ["prediction"] : values.Select((_, i) => $"prediction_{i + 1}")
            : ["label", .. classes.Select(name => $"probability_{name}")];

    private static IReadOnlyList<string> ClassesOf(OnnxPredictor predictor, string target) =>
        predictor.Description?.Targets.FirstOrDefault(t => t.Name == target)?.Classes ?? [];

    private static IEnumerable<string> Values(Prediction prediction) =>
        prediction.Targets.Count > 0 ? prediction.Targets.Values.SelectMany(Values)
        : prediction.Label is { } label ? [label, .. prediction.Probabilities.Select(Text)]
        : prediction.IsWide ? prediction.Numbers.Select(Text) : prediction.Values.Select(Text);

    private static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
