using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli.Tests;

/// <summary>Tables with texts of several words.</summary>
public sealed class TextTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_are_recognized_trained_verified_predicted_and_described()
    {
        var data = _folder.Write("d.csv", Table());

        var output = Train(data, "m.onnx", "--report", _folder["r.html"]).Succeeds().Output;

        Assert.Contains("inputs         1 text, 1 number", output, StringComparison.Ordinal);
        Assert.Contains(
            "'message' holds texts, and is split into words; --categorical message takes each text as a category", output,
            StringComparison.Ordinal);
        Assert.Contains("Verified", output, StringComparison.Ordinal);
        Assert.Contains("opset 20", output, StringComparison.Ordinal);
        Assert.Contains("the first 6 words", File.ReadAllText(_folder["r.html"]), StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], data, "--nodes").Succeeds();
        Assert.Contains("100.0 %", ToolRun.Of("evaluate", _folder["m.onnx"], data).Succeeds().Output, StringComparison.Ordinal);
        var inspected = ToolRun.Of("inspect", _folder["m.onnx"]).Succeeds().Output;
        Assert.Contains("A text; its first 6 words are read", inspected, StringComparison.Ordinal);
        var rows = _folder.Write("p.csv", "message,size\nPlease SEND money now!,1\nthe   weather is lovely here,2\n,1\n");
        var predicted = ToolRun.Of("predict", _folder["m.onnx"], rows).Succeeds();
        Assert.Empty(predicted.Error);
        var lines = predicted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Contains("bad", lines[1], StringComparison.Ordinal);
        Assert.Contains("good", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_and_a_number_both_count()
    {
        var data = _folder.Write("d.csv", Table(byNumber: true));
        Train(data, "m.onnx").Succeeds();
        Assert.Contains("100.0 %", ToolRun.Of("evaluate", _folder["m.onnx"], data).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_says_what_is_text()
    {
        var data = _folder.Write("d.csv", Table());

        Train(data, "m.onnx", "--categorical", "message", "--keep", "message").Succeeds();
        Assert.IsType<CategoryFeature>(DataModel.Load(_folder["m.onnx"]).InputFeatures[0]);
        Train(data, "m.onnx", "--text", "message,size").Succeeds();
        Assert.All(DataModel.Load(_folder["m.onnx"]).InputFeatures, feature => Assert.IsType<TextFeature>(feature));
        Train(data, "m.onnx", "--text", "message", "--categorical", "message").Refuses("'message' is in --text and in another option");
        Train(data, "m.onnx", "--text", "label").Refuses("--text names 'label', which is not an input of the model");
        Train(data, "m.onnx", "--text", "mesage").Refuses("mesage");
    }

    [Fact]
    public void A_file_of_numbers_alone_takes_no_text()
    {
        Train(_folder.Write("d.csv", Table()), "m.onnx", "--labels", "none").Refuses("reads the text of 'message', which has no index");
        Assert.False(File.Exists(_folder["m.onnx"]));
    }

    [Fact]
    public void Lines_without_header_with_quotes_that_mean_nothing()
    {
        var lines = Table().Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => line.Split(','))
            .Select((cells, i) => $"{cells[2]}\t{(i % 3 == 0 ? "\"" : "")}{cells[0]}{(i % 4 == 0 ? " \"quoted\" end" : "")}");
        var data = _folder.Write("d.tsv", string.Join('\n', lines));

        Train(data, "m.onnx", "--no-header").Refuses("the quotes do not match", "add --no-quotes");
        string[] reading = ["--no-header", "--no-quotes"];
        ToolRun.Of(["train", data, "--target", "column1", "--epochs", "20", "--output", _folder["m.onnx"], .. reading]).Succeeds();
        ToolRun.Of(["verify", _folder["m.onnx"], data, .. reading]).Succeeds();
        var evaluated = ToolRun.Of(["evaluate", _folder["m.onnx"], data, .. reading]).Succeeds().Output;
        Assert.Contains("100.0 %", evaluated, StringComparison.Ordinal);
    }

    [Fact]
    public void The_training_step_of_a_text_model_computes_the_same_in_ONNX_Runtime() => ToolRun
        .Of("export-training", _folder.Write("d.csv", Table()), "--target", "label", "--output", _folder["steps"]).Succeeds();

    /// <summary>Messages of different words, whose class some words tell, and a number.</summary>
    private static string Table(bool byNumber = false)
    {
        string[][] good = [["The", "weather", "is", "lovely", "here"], ["see", "you", "at", "home;", "dear"]];
        string[][] bad = [["Please", "send", "money", "now!"], ["FREE", "money", "for", "you!!!"]];
        var text = new StringBuilder("message,size,label\n");
        for (var row = 0; row < 80; row++)
        {
            var isBad = row % 2 == 0;
            var words = (isBad ? bad : good)[row / 2 % 2];
            var isNamed = byNumber ? isBad == row % 3 > 0 : isBad;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{string.Join(' ', words)} w{row},{(byNumber ? row % 3 : row % 5)},{(isNamed ? "bad" : "good")}\n");
        }

        return text.ToString();
    }

    private ToolRun Train(string data, string file, params string[] options) => ToolRun.Of(
    [
        "train", data, "--target", options.Contains("--no-header") ? "column1" : "label", "--epochs", "60", "--output", _folder[file],
        .. options,
    ]);
}
