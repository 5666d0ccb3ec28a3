using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli.Tests;

/// <summary>Columns of many texts.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_of_many_texts_becomes_embeddings_and_that_is_said()
    {
        var output = Train().Succeeds().Output;
        Assert.Contains("'city' has 150 different texts, taken as embeddings of 26 numbers", output, StringComparison.Ordinal);
        Assert.Contains("28 → 64", output, StringComparison.Ordinal);
        Assert.Contains("Verified", output, StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], Data()).Succeeds();
        var predicted = ToolRun.Of("predict", _folder["m.onnx"], _folder.Write("new.csv", "city,x,z\nnowhere,0.5,0.5\n,0.5,0.5\n"));
        Assert.Equal(3, predicted.Succeeds().Output.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("152 → 64", "--encode", "onehot")]
    [InlineData("7 → 64", "--encode", "city=embedding:5")]
    [InlineData("3 networks", "--ensemble", "3")]
    [InlineData("3 folds", "--folds", "3")]
    [InlineData("Verified", "--labels", "none")]
    [InlineData("Verified", "--opset", "13")]
    public void Encodings_and_other_options_go_with_it(string words, params string[] options) =>
        Assert.Contains(words, Train(options).Succeeds().Output, StringComparison.Ordinal);

    [Fact]
    public void The_training_step_has_the_vectors_and_a_run_is_resumed_with_them()
    {
        ToolRun.Of("export-training", Data(), "--target", "price", "--output", _folder["step"]).Succeeds();
        Train("--epochs", "2", "--checkpoint", _folder["run"], "--patience", "0").Succeeds();
        Train("--epochs", "4", "--checkpoint", _folder["run"], "--patience", "0", "--resume").Succeeds();
        var resumed = File.ReadAllBytes(_folder["m.onnx"]);
        Train("--epochs", "4", "--patience", "0").Succeeds();
        Assert.Equal(resumed, File.ReadAllBytes(_folder["m.onnx"]));
    }

    [Fact]
    public void A_size_that_is_none_is_refused() =>
        Train("--encode", "embedding:0").Refuses("--encode is 'embedding:0'; expected onehot, embedding or embedding:N");

    [Fact]
    public void Tens_of_thousands_of_unknown_texts_are_told_at_once()
    {
        Train().Succeeds();
        var rows = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"other {i},0.5,0.5\n"));
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var predicted = ToolRun.Of(
            new(), null, stop.Token, "predict", _folder["m.onnx"], _folder.Write("new.csv", $"city,x,z\n{rows}")).Succeeds();
        Assert.Contains("60,000 rows with a category that did not occur in training ('other 0', ", predicted.Error);
    }

    private ToolRun Train(params string[] options) => ToolRun.Of(
    [
        "train", Data(), "--target", "price", "--output", _folder["m.onnx"],
        .. options.Contains("--epochs") ? Array.Empty<string>() : ["--epochs", "2"], .. options,
    ]);

    private string Data()
    {
        var (random, text) = (new Random(2), new StringBuilder("city,x,z,price\n"));
        for (var row = 0; row < 900; row++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"c{row % 150},{random.NextDouble():0.000},{random.NextDouble():0.000},{(row % 150 % 7) + random.NextDouble():0.000}\n");
        }

        return _folder.Write("prices.csv", text.ToString());
    }
}
