using System.Globalization;
using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>Writes the rows of a file as they are, with predictions behind.</summary>
internal static class PredictionWriter
{
    /// <param name="writer">Where to write.</param>
    /// <param name="data">The file with the rows.</param>
    /// <param name="classes">The names of the classes; empty for numbers.</param>
    /// <param name="predictions">One for each row.</param>
    public static void Write(TextWriter writer, string data, IReadOnlyList<string> classes, IReadOnlyList<OnnxPrediction> predictions)
    {
        using var records = new CsvRecords(data);
        using var csv = CsvWriter.Create(writer, new() { Separator = records.Separator, NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord((string[])[.. records.Header, .. Names(records.Header, classes, predictions)]);
        foreach (var prediction in predictions)
        {
            var fields = records.Next() ?? throw new ToolException($"'{data}' changed while it was read.");
            csv.WriteRecord((string[])[.. fields, .. Values(prediction)]);
        }

        csv.Flush();
        writer.Flush();
    }

    /// <summary>The new columns' names; one that the table has already is told apart by a prefix.</summary>
    private static IEnumerable<string> Names(
        IReadOnlyList<string> header, IReadOnlyList<string> classes, IReadOnlyList<OnnxPrediction> predictions)
    {
        string[] names = predictions is [{ Label: null, Values: var values }, ..]
            ? values.Count == 1 ? ["prediction"] : [.. values.Select((_, i) => $"prediction_{i + 1}")]
            : ["label", .. classes.Select(name => $"probability_{name}")];
        return names.Select(name => header.Contains(name) ? $"predicted_{name}" : name);
    }

    private static IEnumerable<string> Values(OnnxPrediction prediction) => prediction.Label is { } label
        ? [label, .. prediction.Probabilities.Select(Text)]
        : prediction.Values.Select(Text);

    private static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);
}
