using OnnxTrain.Onnx;

namespace OnnxTrain.Cli.Tests.Images;

/// <summary><c>train --any-size</c>: files that take images of any size.</summary>
public sealed class AnySizeTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nhwc", "uint8 [batch, height, width, 3]")]
    [InlineData("nchw", "uint8 [batch, 3, height, width]")]
    public void It_is_written_verified_and_its_program_runs(string layout, string input)
    {
        var run = Train("--layout", layout, "--colour");
        foreach (var words in (string[])["12 × 12 pixels, colour", input, "Verified", "height * width"])
            Assert.Contains(words, run.Output, StringComparison.Ordinal);

        // The 6 validation images at the size of training and at two others.
        Assert.Contains("data           18 images in ", run.Output, StringComparison.Ordinal);
        var printed = SnippetTests.Run(
            SnippetTests.CodeIn(run.Output)
                .Replace("(12, 12)", "(31, 17)", StringComparison.Ordinal));
        var black = ImageModel.Load(_folder["m.onnx"]).Predict(new PixelImage(17, 31, 3, new byte[17 * 31 * 3]));
        Assert.StartsWith($"{black.Label}: ", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_tells_of_it()
    {
        Train();
        var output = ToolRun.Of("inspect", _folder["m.onnx"]).Succeeds().Output;
        foreach (var words in (string[])["uint8 [batch, height, width, 1]", "any size, resized in the file to 12 × 12 pixels, grey"])
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stretch")]
    [InlineData("crop")]
    [InlineData("pad")]
    public void Images_of_other_sizes_are_predicted_by_the_file_as_they_are(string fit)
    {
        Train("--fit", fit);
        var sizes = Sizes("others");

        var table = CsvTable.Parse(ToolRun.Of("predict", _folder["m.onnx"], sizes, _folder["shapes/left"]).Succeeds().Output);

        Assert.Equal(14, table.RowCount);
        var loaded = ImageModel.Load(_folder["m.onnx"]);
        for (var row = 0; row < table.RowCount; row++)
        {
            var image = PixelImage.Read(table["file"].Text(row), ToolDecoders.All);
            Assert.Equal(loaded.Predict(image).Probabilities[1], table["probability_left"].Numbers[row], 1e-5);

            // What a tool does that resizes outside of the file: a level of 255 may be rounded otherwise.
            Assert.Equal(
                loaded.Predict(image.Resize(12, 12, loaded.Image!.Fit)).Probabilities[1], table["probability_left"].Numbers[row], 0.01);
        }
    }

    [Fact]
    public void Images_of_several_sizes_are_verified_as_they_are()
    {
        Train("--layout", "nchw");
        var run = ToolRun.Of("verify", _folder["m.onnx"], Sizes("others"), "--nodes").Succeeds();
        foreach (var words in (string[])["Verified", "data           4 images in "])
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "data           9 images in ", ToolRun.Of("verify", _folder["m.onnx"], "--idx", _folder.Idx("digits")).Succeeds().Output,
            StringComparison.Ordinal);
    }

    /// <summary>A level of 255 in half of the pixels.</summary>
    [Fact]
    public void A_file_that_cuts_pixels_instead_of_rounding_them_is_told()
    {
        Train();
        var file = OnnxFile.Read(_folder["m.onnx"]);
        var clip = file.Graph.Node.Last(node => node.OpType == "Clip");
        clip.Input[0] = Assert.Single(file.Graph.Node, node => node.Output.Contains(clip.Input[0]) && node.OpType == "Add").Input[0];
        OnnxFile.Write(file, _folder["m.onnx"]);

        var run = ToolRun.Of("verify", _folder["m.onnx"], Sizes("others"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Different", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_shows_it()
    {
        var help = ToolRun.Of("train", "--help").Succeeds().Output;
        Assert.Contains("onnxtrain train flowers --image-size 64 --any-size", help, StringComparison.Ordinal);
    }

    private ToolRun Train(params string[] options) =>
        ToolRun
            .Of([
                "train", _folder.Images("shapes"), "--model", "lenet", "--epochs", "2", "--any-size", "--output", _folder["m.onnx"],
                .. options,
            ])
            .Succeeds();

    /// <summary>Four images of noise of four sizes.</summary>
    private string Sizes(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        foreach (var (width, height) in ((int, int)[])[(17, 31), (28, 28), (64, 48), (1, 200)])
        {
            var pixels = new byte[width * height];
            new Random(width).NextBytes(pixels);
            File.WriteAllBytes(_folder[$"{name}/{width}.png"], ImageSets.Png(pixels, width, height));
        }

        return _folder[name];
    }
}
