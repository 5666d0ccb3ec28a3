namespace OnnxTrain.Cli.Tests.Images;

/// <summary><c>predict</c>, <c>verify</c> and <c>inspect</c> of images.</summary>
public sealed class ImageToolTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nhwc")]
    [InlineData("nchw")]
    public void Files_and_folders_are_predicted_as_the_library_predicts(string layout)
    {
        var model = Train("--layout", layout, "--colour");
        var output = ToolRun.Of("predict", model, _folder["shapes/left"], _folder["shapes/top/000.png"]).Succeeds().Output;

        var table = CsvTable.Parse(output);
        Assert.Equal(["file", "label", "probability_dark", "probability_left", "probability_top"], table.Columns.Select(c => c.Name));
        Assert.Equal(11, table.RowCount);
        Assert.EndsWith("000.png", table["file"].Text(10), StringComparison.Ordinal);
        var loaded = ImageModel.Load(model);
        for (var row = 0; row < table.RowCount; row++)
        {
            var native = loaded.Predict(PixelImage.Read(table["file"].Text(row), ToolDecoders.All));
            Assert.Equal(native.Label, table["label"].Text(row));
            Assert.Equal(native.Probabilities[1], table["probability_left"].Numbers[row], 1e-5);
        }
    }

    [Fact]
    public void An_image_of_another_size_is_brought_to_the_models()
    {
        var model = Train();
        File.WriteAllBytes(_folder["large.png"], ImageSets.Png(new byte[40 * 30], 40, 30, colour: true));

        ToolRun.Of("predict", model, _folder["large.png"], "--output", _folder["p.csv"]).Succeeds();

        Assert.Equal(1, CsvTable.Read(_folder["p.csv"]).RowCount);
    }

    [Fact]
    public void Bad_files_stop_prediction_or_are_told()
    {
        var model = Train();
        var bad = _folder.Write("shapes/left/bad.png", "hello");

        ToolRun
            .Of("predict", model, _folder["shapes"], "--output", _folder["p.csv"])
            .Refuses("bad.png cannot be used", "--on-bad-image skip");
        Assert.False(File.Exists(_folder["p.csv"]));
        var second = _folder.Write("shapes/top/second.png", "%PDF-1.7");
        ToolRun.Of("predict", model, _folder["shapes"])
            .Refuses("2 files cannot be used", "bad.png", "second.png is a PDF", "--on-bad-image skip");
        File.Delete(second);
        var run = ToolRun.Of("predict", model, _folder["shapes"], "--on-bad-image", "skip").Succeeds();
        Assert.Contains("left out: bad.png", run.Error, StringComparison.Ordinal);
        Assert.Equal(30, CsvTable.Parse(run.Output).RowCount);
        ToolRun.Of("predict", model, bad + "x").Refuses("There is no file or folder");
    }

    [Fact]
    public void A_file_is_verified_on_a_folder()
    {
        var model = Train("--layout", "nchw");
        foreach (var arguments in (string[][])[[_folder["shapes"]], ["--data", _folder["shapes/left"]]])
        {
            var run = ToolRun.Of(["verify", model, .. arguments]).Succeeds();
            Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        }

        ToolRun.Of("verify", model, _folder["shapes"], "--data", _folder["shapes"]).Refuses("There are 2 sets of data");
        ToolRun.Of("verify", model).Refuses("Which file and which rows?");
        ToolRun.Of("verify", model, _folder.Write("d.csv", "x\n1\n")).Refuses("d.csv' is not an image, and m.onnx takes images");
    }

    [Fact]
    public void A_folder_is_looked_through()
    {
        var images = _folder.Images("shapes", classes: ["a", "b"]);
        File.WriteAllBytes(Path.Combine(images, "b", "other.png"), ImageSets.Png(new byte[8], 4, 2, colour: true));
        File.WriteAllBytes(Path.Combine(images, "b", "none.png"), []);

        var output = ToolRun.Of("inspect", images).Succeeds().Output;

        foreach (
            var words in (string[])
                [
                    "21 images of 2 classes (a, b)", "1 in colour, 20 grey", "12 × 12 (20), 4 × 2 (1)", "left out       1 file",
                    "b/none.png has no bytes", "52.4 %",
                ])
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_a_model_of_images_tells_what_it_takes()
    {
        var output = ToolRun.Of("inspect", Train()).Succeeds().Output;
        foreach (
            var words in (string[])["uint8 [batch, 12, 12, 1]", "12 × 12 pixels, grey", "dark, left, top", "read by verify", "conv1.weight"]
        )
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_the_best_weights_are_kept_if_asked()
    {
        using var source = new CancellationTokenSource();
        using var output = new StoppingWriter(source);
        var run = ToolRun.Of(
            output, null, source.Token, "train", _folder.Images("shapes"), "--model", "lenet", "--epochs", "100000", "--patience", "0",
            "--keep-best", "--output", _folder["m.onnx"]);
        run.Succeeds();
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
    }

    private string Train(params string[] options)
    {
        ToolRun
            .Of(["train", _folder.Images("shapes"), "--model", "lenet", "--epochs", "2", "--output", _folder["m.onnx"], .. options])
            .Succeeds();
        return _folder["m.onnx"];
    }

    private sealed class StoppingWriter(CancellationTokenSource source) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains("epoch", StringComparison.Ordinal) == true) source.Cancel();
        }
    }
}
