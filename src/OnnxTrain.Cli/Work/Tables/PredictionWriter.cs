using System.Globalization;
using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>Writes the rows of a table as they are, with predictions behind.</summary>
/// <param name="writer">Where to write.</param>
/// <param name="predictor">What predicts them.</param>
internal sealed class PredictionWriter(TextWriter writer, OnnxPredictor predictor) : IDisposable
{
    private CsvWriter? _csv;

    /// <summary>Writes some rows; the header before the first.</summary>
    /// <param name="part">The rows.</param>
    /// <param name="predictions">One for each row.</param>
    public void Add(CsvTable part, IReadOnlyList<Prediction> predictions)
    {
        _csv ??= Begin(part, predictions);
        for (var row = 0; row < predictions.Count; row++)
            _csv.WriteRecord((string[])[.. part.Columns.Select(column => column.WrittenText(row)), .. Values(predictions[row])]);
    }

    /// <summary>Writes what is left. The writer stays open.</summary>
    public void Dispose()
    {
        _csv?.Dispose();
        writer.Flush();
    }

    private CsvWriter Begin(CsvTable part, IReadOnlyList<Prediction> predictions)
    {
        var csv = CsvWriter.Create(writer, new() { Separator = part.Delimiter, NewLine = "\n" }, leaveOpen: true);
        string[] header = [.. part.Columns.Select(column => column.Name)];
        csv.WriteRecord((string[])[.. header, .. Names(header, predictions)]);
        return csv;
    }

    /// <summary>The new columns' names; one that the table has already is told apart by a prefix.</summary>
    private IEnumerable<string> Names(IReadOnlyList<string> header, IReadOnlyList<Prediction> predictions)
    {
        IEnumerable<string> names = predictions is [{ Targets: { Count: > 0 } targets }, ..]
            ? targets.SelectMany(t => Names(t.Value, ClassesOf(t.Key)).Select(name => $"{t.Key}_{name}"))
            : Names(predictions is [var first, ..] ? first : null, predictor.Classes);
        return names.Select(name => header.Contains(name) ? $"predicted_{name}" : name);
    }

    private static IEnumerable<string> Names(Prediction? prediction, IReadOnlyList<string> classes) =>
        prediction is { Label: null, Values: var values }
            ? values.Count == 1 ? ["prediction"] : values.Select((_, i) => $"prediction_{i + 1}")
            : ["label", .. classes.Select(name => $"probability_{name}")];

    private IReadOnlyList<string> ClassesOf(string target) =>
        predictor.Description?.Targets.FirstOrDefault(t => t.Name == target)?.Classes ?? [];

    private static IEnumerable<string> Values(Prediction prediction) =>
        prediction.Targets.Count > 0 ? prediction.Targets.Values.SelectMany(Values)
        : prediction.Label is { } label ? [label, .. prediction.Probabilities.Select(Text)]
        : prediction.IsWide ? prediction.Numbers.Select(Text) : prediction.Values.Select(Text);

    private static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
