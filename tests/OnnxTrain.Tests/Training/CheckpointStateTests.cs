using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace OnnxTrain.Tests.Training;

/// <summary>The state of a run in a checkpoint is checked number by number, and a wrong one changes nothing.</summary>
public class CheckpointStateTests
{
    private const string Good =
        "{\"step\": 9, \"best_epoch\": 2, \"best_loss\": [0.5], \"schedule_steps\": 8, \"schedule_losses\": [0.7, 0.5], \"seconds\": "
            + "[1.5, 1], \"epoch_under_way\": [2, 8, 8, 4, 5, 0.01, 0.5], "
        + "\"epochs\": [[1, 0.7, 0.5, 0.7, 0.5, 0.01, 0.5, 100], [2, 0.6, null, null, null, 0.01, 0.5, 100]]}";

    /// <summary>Every number, and what it cannot be.</summary>
    public static TheoryData<string, string> Wrong
    {
        get
        {
            var wrong = new TheoryData<string, string>();
            void Add(string place, params string[] values) => Array.ForEach(values, value => wrong.Add(place, value));
            Add("step", "0", "-1", "1.5", "18446744073709551615", "99999999999999999999", "null", "\"9\"");
            Add("best_epoch", "-1", "3", "2.5", "null");
            Add("best_loss.0", "\"NaN\"", "null", "\"x\"");
            Add("best_loss", "[]", "0.5");
            Add("schedule_steps", "-1", "9223372036854775807", "0.5");
            Add("schedule_losses", "[1,2,3]", "[\"NaN\"]", "[null]", "null");
            Add("seconds.0", "1e308", "-1", "\"NaN\"", "\"Infinity\"", "1e15", "null");
            Add("seconds.1", "1e308", "-1", "\"NaN\"");
            Add("epoch_under_way.0", "-1", "1.5", "3e9", "\"NaN\"", "0", "9", "null");
            Add("epoch_under_way.1", "-1", "0.5", "1e30", "0", "1");
            Add("epoch_under_way.2", "-1", "\"NaN\"", "\"Infinity\"");
            Add("epoch_under_way.3", "\"NaN\"", "\"Infinity\"");
            Add("epoch_under_way.4", "-1", "9", "\"NaN\"");
            Add("epoch_under_way.5", "\"NaN\"", "\"-Infinity\"");
            Add("epoch_under_way.6", "-1", "1e308", "\"NaN\"");
            Add("epoch_under_way", "[]", "[1,2,3]", "{}");
            Add("epochs.0.0", "0", "2", "1.5", "\"NaN\"", "1e10", "null");
            Add("epochs.1.0", "1", "3", "-2");
            Add("epochs.0.1", "\"NaN\"", "\"Infinity\"", "null");
            Add("epochs.0.3", "\"NaN\"", "\"Infinity\"");
            Add("epochs.0.5", "\"NaN\"", "null");
            Add("epochs.0.6", "-1", "1e308", "null");
            Add("epochs.0.7", "-1", "\"NaN\"", "null");
            Add("epochs.0", "[]", "null", "[1]");
            Add("epochs", "null", "{}", "[1]");
            return wrong;
        }
    }

    [Fact]
    public void What_a_run_can_be_is_read()
    {
        var state = CheckpointText.Parse(Good);
        Assert.Equal((9UL, 2, 8L, 2, 8L), (state.Step, state.Results.Count, state.ScheduleSteps, state.Sums.Batches, state.Sums.Rows));
        Assert.Equal(CheckpointText.Of(state), CheckpointText.Of(CheckpointText.Parse(CheckpointText.Of(state))));
    }

    [Theory, MemberData(nameof(Wrong))]
    public void What_it_cannot_be_is_refused(string place, string value)
    {
        var root = JsonNode.Parse(Good)!;
        var (node, parts) = (root, place.Split('.'));
        foreach (var part in parts[..^1]) node = int.TryParse(part, out var index) ? node[index]! : node[part]!;
        if (int.TryParse(parts[^1], out var last)) node[last] = JsonNode.Parse(value);
        else node[parts[^1]] = JsonNode.Parse(value);
        Assert.Throws<System.Text.Json.JsonException>(() => CheckpointText.Parse(root.ToJsonString()));
    }

    [Theory]
    [InlineData("\"seconds\":[", "\"seconds\":[1e308,")]
    [InlineData("\"epoch_under_way\":[0,0,", "\"epoch_under_way\":[7,56,")]
    public void A_run_refuses_it_and_is_unchanged(string from, string to)
    {
        using var folder = new Data.TemporaryFolder();
        using (var first = New(folder.Path)) first.Fit(Rows, epochs: 2);
        var path = Path.Combine(folder.Path, CheckpointOptions.FileName);
        Rewrite(path, text => text.Replace(from, to, StringComparison.Ordinal));
        using var second = New(folder.Path);
        var before = second.Model.Parameters[0].ToTensor<float>().ToArray();
        Assert.Contains(path, Assert.Throws<DataException>(() => second.Fit(Rows, epochs: 4)).Message, StringComparison.Ordinal);
        Assert.Equal(before, second.Model.Parameters[0].ToTensor<float>().ToArray());
    }

    private static Dataset Rows { get; } = new(Tensor.Create(new float[20], [10, 2]), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 2);

    private static Trainer New(string folder) =>
        new(
            Model.Classifier(new Linear(2, 2), Value.Input("x", ElementType.Float32, ["batch", 2]), 2), new Sgd(0.1),
            options: new() { BatchSize = 4, Checkpoint = new(folder) { Resume = true } });

    /// <summary>Changes the state in a checkpoint, and the length of the header with it.</summary>
    private static void Rewrite(string path, Func<string, string> change)
    {
        var file = File.ReadAllBytes(path);
        var length = (int)BitConverter.ToInt64(file);
        var header = JsonNode.Parse(file.AsSpan(8, length))!;
        var state = header["__metadata__"]!["onnxtrain.state"]!.GetValue<string>();
        Assert.NotEqual(state, change(state));
        header["__metadata__"]!["onnxtrain.state"] = change(state);
        var bytes = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. file[(8 + length)..]]);
    }
}
