using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli.Tests.Images;

/// <summary>Tables with a column of paths of images, and tables with several targets.</summary>
public sealed class MixedTableTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Paths_of_images_are_recognized_and_learned_from()
    {
        // The kind is in the image alone: without it a third would be right.
        var run = Train(Table(), "--target", "kind", "--epochs", "60").Succeeds();

        Assert.Contains("'photo' holds paths of images; --categorical photo takes them as texts", run.Output, StringComparison.Ordinal);
        Assert.Contains("image, 12 × 12 pixels, grey; the file takes uint8 [batch, 12, 12, 1]", run.Output, StringComparison.Ordinal);
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], _folder["d.csv"]).Succeeds();
        var predicted = CsvTable.Parse(ToolRun.Of("predict", _folder["m.onnx"], _folder["d.csv"]).Succeeds().Output);
        var right = Enumerable.Range(0, 30).Count(row => predicted["label"].Text(row) == predicted["kind"].Text(row));
        Assert.InRange(right, 27, 30);
        var inspected = ToolRun.Of("inspect", _folder["m.onnx"]).Succeeds().Output;
        Assert.Contains("image, 12 × 12 pixels, grey", inspected, StringComparison.Ordinal);
        Assert.Contains("3 classes (dark, left, top), the target", inspected, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_that_is_printed_runs()
    {
        var run = Train(Table(), "--target", "kind", "--target", "size", "--epochs", "1").Succeeds();
        var printed = SnippetTests.Run(SnippetTests.CodeIn(run.Output));
        Assert.Matches(@"^kind: (dark|left|top)\s+size: -?[\d.]+", printed);
    }

    [Fact]
    public void Size_colour_and_network_can_be_chosen()
    {
        var run = Train(
            Table(), "--target", "kind", "--image", "photo", "--image-size", "16x14", "--colour", "--model", "lenet", "--layout", "nchw",
            "--epochs", "1").Succeeds();

        Assert.Contains("image, 16 × 14 pixels, colour; the file takes uint8 [batch, 3, 14, 16]", run.Output, StringComparison.Ordinal);
        Assert.Contains("lenet → 32 numbers of the image", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("holds paths of images", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cache_does_not_change_the_model()
    {
        Train(Table(), "--target", "kind", "--image-cache", "0", "--epochs", "3").Succeeds();
        var decoded = File.ReadAllBytes(_folder["m.onnx"]);
        Train(_folder["d.csv"], "--target", "kind", "--image-cache", "8", "--epochs", "3").Succeeds();
        Assert.Equal(decoded, File.ReadAllBytes(_folder["m.onnx"]));
    }

    [Fact]
    public void A_column_of_paths_can_be_text() => Assert.Contains(
        "1 category, 2 numbers", Train(Table(repeat: 3), "--target", "kind", "--categorical", "photo", "--epochs", "1").Succeeds().Output,
        StringComparison.Ordinal);

    [Fact]
    public void An_image_that_is_missing_stops_or_is_left_out_with_its_row()
    {
        var data = Table();
        File.Delete(_folder["shapes/top/003.png"]);

        Train(data, "--target", "kind").Refuses("column 'photo': ", "003.png", "--on-bad-image skip");
        Assert.Contains(
            "1 row left out: no image that can be used in 'photo'",
            Train(data, "--target", "kind", "--on-bad-image", "skip", "--epochs", "1").Succeeds().Output, StringComparison.Ordinal);
        File.WriteAllText(_folder["shapes/top/004.png"], "%PDF-1.7");
        Train(data, "--target", "kind").Refuses("2 images of column 'photo' cannot be used", "003.png", "004.png is a PDF");
    }

    [Theory]
    [InlineData("--augment is for folders of images", "--augment", "flip")]
    [InlineData("--image names 'kind', and another option", "--image", "kind")]
    [InlineData("has no column 'picture'", "--image", "picture")]
    [InlineData("30 images of 8192 × 8192 pixels do not fit into memory", "--image-size", "8192", "--colour")]
    public void What_does_not_fit_is_refused(string message, params string[] options) =>
        Train(Table(), ["--target", "kind", .. options]).Refuses(message);

    [Fact]
    public void A_column_without_images_is_no_column_of_images() =>
        Train(_folder.Write("d.csv", Tables.Points()), "--target", "big", "--image", "colour").Refuses("column 'colour'", "red");

    [Fact]
    public void A_search_compares_networks_on_a_table_with_images()
    {
        var run = ToolRun.Of(
            "search", Table(), "--target", "kind", "--folds", "2", "--epochs", "1", "--image-size", "14",
            "--model", "lenet/cnn").Succeeds();
        Assert.Contains("trial 2 of 2", run.Output, StringComparison.Ordinal);
        Assert.Matches("onnxtrain train .* --image-size 14 .*--model (lenet|cnn)", run.Output);
    }

    [Fact]
    public void Several_targets_go_into_one_file()
    {
        var data = _folder.Write("d.csv", Tables.Points(60));
        var run = Train(data, "--target", "big", "--target", "y", "--epochs", "60", "--report", _folder["r.html"]).Succeeds();

        foreach (var words in (string[])["2 targets", "big: 2 classes (no, yes)", "y: a number", "Verified", "recall", "RMSE"])
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], data).Succeeds();
        var predicted = CsvTable.Parse(ToolRun.Of("predict", _folder["m.onnx"], data).Succeeds().Output);
        Assert.Equal(
            ["x", "y", "colour", "big", "big_label", "big_probability_no", "big_probability_yes", "y_prediction"],
            predicted.Columns.Select(column => column.Name));
        Assert.Equal(60, predicted["y_prediction"].Count);
        var report = File.ReadAllText(_folder["r.html"]);
        foreach (var words in (string[])["quality of big", "quality of y", "Confusion matrix", "Histogram of the residuals", "category, "])
            Assert.Contains(words, report, StringComparison.Ordinal);
        Assert.Contains("big_label", ToolRun.Of("inspect", _folder["m.onnx"]).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_target_has_the_loss_of_its_kind()
    {
        var data = _folder.Write("d.csv", Tables.Points());
        string[] targets = ["--target", "big,y", "--epochs", "2"];

        Train(data, [.. targets, "--loss", "huber:0.5", "--class-weights", "balanced", "--label-smoothing", "0.1"]).Succeeds();
        Train(data, "--target", "x", "--target", "y", "--class-weights", "balanced")
            .Refuses("--class-weights balanced is for classes; the targets are numbers");
        Train(data, [.. targets, "--ignore", "y"]).Refuses("The target 'y' is in --ignore too");
    }

    /// <summary>A class of the second target with few rows is learned from, too: the validation rows are judged by it.</summary>
    [Fact]
    public void No_class_is_among_the_validation_rows_alone()
    {
        int[] first = [.. Enumerable.Range(0, 40).Select(i => i % 2)], second = [.. Enumerable.Range(0, 40).Select(i => i % 13)];
        for (var seed = 0UL; seed < 20; seed++)
        {
            var (train, validation) = ValidationSplit.Of([first, second], 0.4, seed)!.Value;
            Assert.Equal(Enumerable.Range(0, 40), train.Concat(validation).Order());
            Assert.Empty(validation.Select(row => second[row]).Except(train.Select(row => second[row])));
        }
    }

    private ToolRun Train(string data, params string[] options) =>
        ToolRun.Of(["train", data, "--output", _folder["m.onnx"], .. options]);

    /// <summary>Rows photo, n, kind, size: the kind is what the photo shows, the size is n and the kind.</summary>
    private string Table(int repeat = 1)
    {
        string[] kinds = ["dark", "left", "top"];
        _folder.Images("shapes");
        var text = new StringBuilder("photo,n,kind,size\n");
        for (var row = 0; row < 30 * repeat; row++)
        {
            var (kind, n) = (row % 3, row * 7 % 11);
            text.Append(
                CultureInfo.InvariantCulture, $"shapes/{kinds[kind]}/{row % 30 / 3:000}.png,{n},{kinds[kind]},{n + (2.5 * kind)}\n");
        }

        return _folder.Write("d.csv", text.ToString());
    }
}
