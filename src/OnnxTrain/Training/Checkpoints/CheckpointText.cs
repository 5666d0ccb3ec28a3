using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>The state of a run as JSON. Numbers come back with the same bits; those that JSON has no way to write are texts.</summary>
internal static class CheckpointText
{
    public static string Of(CheckpointState state)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("step", state.Step);
            json.WriteNumber("best_epoch", state.BestEpoch);
            Write(json, "best_loss", [state.BestLoss]);
            json.WriteNumber("schedule_steps", state.ScheduleSteps);
            Write(json, "schedule_losses", [.. state.ScheduleLosses]);
            Write(json, "seconds", [state.Seconds, state.SecondsAtLastEpoch]);
            var sums = state.Sums;
            Write(json, "epoch_under_way", [sums.Batches, sums.Rows, sums.Total, sums.Loss, sums.Accuracy, sums.LearningRate, sums.Seconds, sums.Counted]);
            json.WriteStartArray("epochs");
            foreach (var epoch in state.Results) Write(json, null, epoch.Numbers);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <exception cref="JsonException">The text is no such state.</exception>
    public static CheckpointState Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var (seconds, sums) = (Numbers(root.GetProperty("seconds")), Numbers(root.GetProperty("epoch_under_way")));
            return new()
            {
                Step = root.GetProperty("step").GetUInt64(),
                BestEpoch = root.GetProperty("best_epoch").GetInt32(),
                BestLoss = Numbers(root.GetProperty("best_loss"))[0],
                ScheduleSteps = root.GetProperty("schedule_steps").GetInt64(),
                ScheduleLosses = Numbers(root.GetProperty("schedule_losses")),
                Seconds = seconds[0],
                SecondsAtLastEpoch = seconds[1],
                Sums = new((int)sums[0], (long)sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums.Length > 7 ? sums[7] : sums[1]),
                Results = [.. root.GetProperty("epochs").EnumerateArray().Select(e => EpochResult.Of([.. e.EnumerateArray().Select(Number)]))],
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new JsonException("The state of a run is not as it is written here.", e);
        }
    }

    private static void Write(Utf8JsonWriter json, string? name, double?[] numbers)
    {
        if (name is null) json.WriteStartArray();
        else json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            if (number is not { } value) json.WriteNullValue();
            else if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndArray();
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => Number(e) ?? throw new FormatException("A number is missing."))];

    private static double? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => double.Parse(element.GetString()!, CultureInfo.InvariantCulture),
        _ => element.GetDouble(),
    };
}
