using System.Globalization;
using System.Text;
using System.Text.Json;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>The history of a training run.</summary>
/// <param name="Epochs">The result of each epoch, in order.</param>
/// <param name="StopReason">Why training ended.</param>
/// <param name="BestEpoch">The best epoch: that with the lowest validation loss (training loss without validation rows), or the best by
/// <see cref="TrainingOptions.SelectBy"/>; 0 if none finished.</param>
/// <param name="MetricName">The name of the epochs' metric.</param>
/// <param name="Elapsed">The duration of the run.</param>
public sealed record History(
    IReadOnlyList<EpochResult> Epochs, StopReason StopReason, int BestEpoch, string MetricName, TimeSpan Elapsed)
{
    private static readonly string[] Columns =
    [
        "epoch", "training_loss", "training_metric", "validation_loss", "validation_metric", "learning_rate", "seconds", "rows_per_second",
    ];

    /// <summary>The result of <see cref="BestEpoch"/>, or null if no epoch finished.</summary>
    public EpochResult? Best => Epochs.FirstOrDefault(e => e.Epoch == BestEpoch);

    /// <summary>
    /// Writes one line per epoch, as CSV or, for a name ending in <c>.json</c>, as JSON, which also includes layers and units if they were
    /// recorded.
    /// </summary>
    /// <param name="path">The file; an existing file is replaced. It is written completely or not at all.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var bytes = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ToJson() : Encoding.UTF8.GetBytes(ToCsv());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', ColumnsOf(Epochs.Count > 0 ? Epochs[0] : null)).Append('\n');
        foreach (var epoch in Epochs)
            text.AppendJoin(',', epoch.Numbers.Select(v => v?.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> ColumnsOf(EpochResult? epoch) =>
        Columns
            .Concat((epoch?.Metrics ?? []).SelectMany(m => (string[])[$"training_{m.Name}", $"validation_{m.Name}"]))
            .Concat((epoch?.Targets ?? []).Select(score => $"validation_{score.Key("_")}"))
            .Concat(epoch?.Score is null ? [] : ["validation_score"]);

    private byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("stop_reason", StopReason.ToString());
            json.WriteNumber("best_epoch", BestEpoch);
            json.WriteString("metric", MetricName);
            json.WriteNumber("seconds", Elapsed.TotalSeconds);
            json.WriteStartArray("epochs");
            foreach (var epoch in Epochs) WriteEpoch(json, epoch);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        foreach (var (name, value) in ColumnsOf(epoch).Zip(epoch.Numbers)) HistoryDetails.WriteNumber(json, name, value);

        HistoryDetails.Write(json, epoch);
        json.WriteEndObject();
    }
}
