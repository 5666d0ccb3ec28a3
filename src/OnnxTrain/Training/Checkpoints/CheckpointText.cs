using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>The state of a run as JSON. Numbers are read back with the same bits; those that JSON cannot represent are strings.</summary>
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
            Write(json, "best_loss", state.BestRank.Equals(state.BestLoss) ? [state.BestLoss] : [state.BestLoss, state.BestRank]);
            json.WriteNumber("schedule_steps", state.ScheduleSteps);
            Write(json, "schedule_losses", [.. state.ScheduleLosses]);
            Write(json, "seconds", [state.Seconds, state.SecondsAtLastEpoch]);
            var sums = state.Sums;
            Write(
                json, "epoch_under_way",
                [sums.Batches, sums.Rows, sums.Total, sums.Loss, sums.Accuracy, sums.LearningRate, sums.Seconds, sums.Counted]);
            if (state.BaseLearningRate is { } rate) Write(json, "base_learning_rate", [rate]);
            if (state.IsStopped) json.WriteBoolean("stopped", true);
            WriteHooks(json, state);
            json.WriteStartArray("epochs");
            foreach (var epoch in state.Results) Write(json, null, epoch.Numbers);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <exception cref="JsonException">The text is not the state of a run.</exception>
    public static CheckpointState Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            string[] metrics = [.. Array(root, "metrics").Select(e => e.GetString()!)];
            (string, string)[] targets = [.. Array(root, "targets").Select(e => (e[0].GetString()!, e[1].GetString()!))];
            var (seconds, sums) = (Numbers(root.GetProperty("seconds")), Numbers(root.GetProperty("epoch_under_way")));
            var best = Numbers(root.GetProperty("best_loss"));
            return Checked(
                new()
                {
                    Step = root.GetProperty("step").GetUInt64(), BestEpoch = root.GetProperty("best_epoch").GetInt32(),
                    BestLoss = best[0], BestRank = best[^1], ScheduleSteps = root.GetProperty("schedule_steps").GetInt64(),
                    ScheduleLosses = Numbers(root.GetProperty("schedule_losses")), Seconds = seconds[0], SecondsAtLastEpoch = seconds[1],
                    Sums = new(
                        (int)Whole(sums[0], int.MaxValue),
                        Whole(sums[1], long.MaxValue), sums[2], sums[3], sums[4], sums[5], sums[6], sums.Length > 7 ? sums[7] : sums[1]),
                    Results = [.. root.GetProperty("epochs").EnumerateArray().Select(e => Epoch(e, metrics, targets))],
                    BaseLearningRate = Array(root, "base_learning_rate").Select(Number).FirstOrDefault(),
                    IsStopped = root.TryGetProperty("stopped", out var stopped) && stopped.GetBoolean(),
                    MetricSums = [.. Array(root, "metric_sums").Select(e => Number(e) ?? throw new FormatException("A sum is missing."))],
                    Callbacks = [.. Array(root, "callbacks").Select(e => (e[0].GetString()!, e[1].GetString()))],
                });
        }
        catch (Exception e)
            when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException
            )
        {
            throw new JsonException($"The state of a run cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Metrics and callbacks, if there are any.</summary>
    private static void WriteHooks(Utf8JsonWriter json, CheckpointState state)
    {
        if (state.MetricSums.Count > 0) Write(json, "metric_sums", [.. state.MetricSums]);
        if (state.Results is [{ Metrics: { Count: > 0 } metrics }, ..])
        {
            json.WriteStartArray("metrics");
            foreach (var metric in metrics) json.WriteStringValue(metric.Name);
            json.WriteEndArray();
        }

        if (state.Results is [{ Targets: { Count: > 0 } scores }, ..])
            WritePairs(json, "targets", scores.Select(score => (score.Target, (string?)score.Metric)));
        if (state.Callbacks.Count > 0) WritePairs(json, "callbacks", state.Callbacks);
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<(string First, string? Second)> pairs)
    {
        json.WriteStartArray(name);
        foreach (var (first, second) in pairs)
        {
            json.WriteStartArray();
            json.WriteStringValue(first);
            json.WriteStringValue(second);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>An array that checkpoints of earlier versions do not have.</summary>
    private static IEnumerable<JsonElement> Array(JsonElement root, string name) =>
        root.TryGetProperty(name, out var array) ? array.EnumerateArray() : [];

    private static EpochResult Epoch(
        JsonElement json, IReadOnlyList<string> metrics, IReadOnlyList<(string Target, string Metric)> targets)
    {
        double?[] numbers = [.. json.EnumerateArray().Select(Number)];
        _ = Whole(numbers[0] ?? -1, int.MaxValue);
        return EpochResult.Of(numbers, metrics, targets);
    }

    /// <exception cref="FormatException">A number is not one that a run can have.</exception>
    private static CheckpointState Checked(CheckpointState state)
    {
        var (sums, epochs) = (state.Sums, state.Results.Count);
        Require(state.Step is > 0 and <= long.MaxValue, $"step {state.Step}");
        Require(state.BestEpoch >= 0 && state.BestEpoch <= epochs, $"the best epoch {state.BestEpoch} of {epochs}");
        Require(!double.IsNaN(state.BestLoss) && !double.IsNaN(state.BestRank), $"a best loss that is not a number");
        Require(state.ScheduleSteps is >= 0 and <= long.MaxValue / 2, $"{state.ScheduleSteps} steps of the schedule");
        Require(state.ScheduleLosses.Count <= epochs && state.ScheduleLosses.All(double.IsFinite), $"the losses of the schedule");
        Require(IsTime(state.Seconds) && IsTime(state.SecondsAtLastEpoch) && IsTime(sums.Seconds), $"a time");
        Require((sums.Batches == 0) == (sums.Rows == 0) && sums.Rows >= sums.Batches, $"{sums.Batches} batches of {sums.Rows} rows");
        Require(
            sums.Total >= 0 && double.IsFinite(sums.Total) && sums.Counted >= 0 && double.IsFinite(sums.Counted),
            $"the total of the batches");
        Require(state.BaseLearningRate is null or (>= 0 and < double.PositiveInfinity), $"a base rate of {state.BaseLearningRate}");
        Require(double.IsFinite(sums.Loss) && double.IsFinite(sums.LearningRate), $"the loss or rate of the epoch under way");
        Require(sums.Accuracy >= 0 && sums.Accuracy <= sums.Counted * 1.0001, $"the accuracy of the epoch under way");
        for (var i = 0; i < epochs; i++)
        {
            var result = state.Results[i];
            Require(result.Epoch == i + 1, $"epoch {result.Epoch} at place {i + 1}");
            Require(
                double.IsFinite(result.TrainingLoss) && double.IsFinite(result.ValidationLoss ?? 0) && double.IsFinite(result.LearningRate),
                $"the losses or rate of epoch {result.Epoch}");
            Require(IsTime(result.Seconds) && result.RowsPerSecond >= 0, $"the times of epoch {result.Epoch}");
        }

        return state;

        static void Require(bool holds, FormattableString what)
        {
            if (!holds) throw new FormatException(FormattableString.Invariant($"{what.ToString(CultureInfo.InvariantCulture)} cannot be"));
        }
    }

    /// <summary>Whether the seconds are a valid duration.</summary>
    private static bool IsTime(double seconds) => seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 2;

    private static long Whole(double number, long most) =>
        number >= 0 && number < most && number == Math.Floor(number)
            ? (long)number
            : throw new FormatException("a count is not a whole number");

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

    private static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(e => Number(e) ?? throw new FormatException("A number is missing."))];

    private static double? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => double.Parse(element.GetString()!, CultureInfo.InvariantCulture),
        _ => element.GetDouble(),
    };
}
