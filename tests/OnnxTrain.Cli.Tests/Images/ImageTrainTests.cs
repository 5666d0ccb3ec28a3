namespace OnnxTrain.Cli.Tests.Images;

/// <summary>Training on images, from the files to a verified file.</summary>
public sealed class ImageTrainTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_images_is_learned_verified_and_written()
    {
        var run = Train(_folder.Images("shapes", count: 20), "--epochs", "12").Succeeds();

        foreach (
            var words in (string[])
                [
                    "images of 3 classes (dark, left, top)", "48 for training, 12 for validation", "12 × 12 pixels, grey",
                    "uint8 [batch, 12, 12, 1]", "images/s", "Verified", "recall", "InferenceSession",
                ])
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("rows/s", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
        var model = ImageModel.Load(_folder["m.onnx"]);
        Assert.Equal(("lenet", 12, 12, 1), (model.Network, model.Image!.Height, model.Image.Width, model.Image.Channels));
        Assert.Equal("left", model.Predict(PixelImage.Read(_folder["shapes/left/001.png"], ToolDecoders.All)).Label);
    }

    [Theory]
    [InlineData("nhwc", "uint8 [batch, 12, 12, 3]", "red, green and blue of each pixel")]
    [InlineData("nchw", "uint8 [batch, 3, 12, 12]", "all red, all green, all blue")]
    public void Either_layout_is_verified_and_its_program_runs(string layout, string input, string order)
    {
        var run = Train(_folder.Images("shapes", colour: true), "--layout", layout, "--epochs", "1").Succeeds();

        Assert.Contains(input, run.Output, StringComparison.Ordinal);
        Assert.Contains(order, run.Output, StringComparison.Ordinal);
        var printed = SnippetTests.Run(SnippetTests.CodeIn(run.Output));
        var black = ImageModel.Load(_folder["m.onnx"]).Predict(new PixelImage(12, 12, 3, new byte[12 * 12 * 3]));
        Assert.StartsWith($"{black.Label}: ", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12", " cnn, 150,403 parameters", "kB in the file")]
    [InlineData("40", " compactcnn, 282,483 parameters, about 1.1 MB in the file", "Verified")]
    public void The_default_network_suits_the_size_and_its_own_is_told_before_training(string size, params string[] words)
    {
        var output = ToolRun
            .Of("train", _folder.Images("shapes"), "--output", _folder["m.onnx"], "--epochs", "1", "--image-size", size).Succeeds().Output;
        Assert.All(words, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Fact]
    public void All_changes_at_random_can_be_asked_for_and_set()
    {
        var run = Train(
                _folder.Images("shapes"), "--epochs", "2", "--augment", "shift=3,flip,rotation=5,crop=0.8,elastic=8/3,cutout=2,mixup=0.4")
            .Succeeds();

        Assert.Contains("shift 3, flip, rotation 5, crop 0.8, elastic 8 3, cutout 2, mixup 0.4", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            "shift 3, flip, rotation 5, crop 0.8, elastic 8 3, cutout 2, mixup 0.4",
            ImageModel.Load(_folder["m.onnx"]).Metadata["training.augmentation"]);
    }

    /// <summary>28 pixels: the numbers usual for MNIST; 56: twice as far.</summary>
    [Theory]
    [InlineData(28, "shift 2, elastic 34 4, cutout 8")]
    [InlineData(56, "shift 4, elastic 68 8, cutout 16")]
    public void Changes_in_pixels_suit_the_size(int side, string expected) =>
        Assert.Equal(expected, AugmentRequest.Parse("shift,elastic,cutout")!.For(side, side).ToString());

    [Fact]
    public void Images_of_other_sizes_are_brought_to_the_one_asked_for()
    {
        var images = _folder.Images("shapes");
        File.WriteAllBytes(Path.Combine(images, "left", "wide.png"), ImageSets.Png(new byte[30 * 20], 30, 20));

        Train(images, "--epochs", "1").Refuses("different sizes", "12 × 12", "30 × 20", "--image-size 12");
        Assert.Contains(
            "16 × 14 pixels", Train(images, "--epochs", "1", "--image-size", "16x14", "--fit", "pad").Succeeds().Output,
            StringComparison.Ordinal);
        Assert.Equal(ImageFit.Pad, ImageModel.Load(_folder["m.onnx"]).Image!.Fit);
    }

    [Fact]
    public void Photographs_are_not_trained_on_whole_unless_asked()
    {
        var images = _folder.Images("shapes");
        foreach (var file in Directory.GetFiles(images, "*.png", SearchOption.AllDirectories))
            File.WriteAllBytes(file, ImageSets.Png(new byte[600 * 3], 600, 3));

        Train(images).Refuses("600 × 3", "--image-size 64");
    }

    [Theory]
    [InlineData("--grey", true, "pixels, grey", "30 files have colour in a set of grey images")]
    [InlineData("--colour", false, "pixels, colour", "30 files are grey in a set of colour images")]
    public void Colour_can_be_chosen_and_what_was_otherwise_is_told(string option, bool areColour, params string[] words)
    {
        var run = Train(_folder.Images("shapes", colour: areColour), option, "--epochs", "1").Succeeds();
        Assert.All(words, word => Assert.Contains(word, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Bad_images_stop_training_or_are_named_and_counted()
    {
        var images = Bad();

        Train(images, "--epochs", "1").Refuses("--on-bad-image skip");
        var run = Train(images, "--epochs", "1", "--on-bad-image", "skip").Succeeds();

        foreach (
            var words in (string[])
                [
                    "1 file left out, empty: dark/a.png", "1 file left out, of an unknown format: dark/b.png",
                    "1 file left out, truncated: left/c.png", "1 file of 16 bits to a channel",
                    "1 file left out, not in the folder of a class: notes.txt",
                ])
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.Contains("25 for training", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_four_files_of_MNIST_are_trained_on_and_its_test_images_validate(bool gzip)
    {
        var run = ToolRun
            .Of("train", "--idx", _folder.Idx("digits", gzip: gzip), "--model", "lenet", "--epochs", "8", "--output", _folder["m.onnx"])
            .Succeeds();

        Assert.Contains("30 for training, 9 for validation", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 classes (0, 1, 2)", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Verified", ToolRun.Of("verify", _folder["m.onnx"], "--idx", _folder["digits"]).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_MNIST_can_be_resized_and_coloured() =>
        Assert.Contains(
            "20 × 14 pixels, colour", ToolRun
                .Of(
                    "train", "--idx", _folder.Idx("digits"), "--model", "lenet", "--epochs", "1", "--image-size", "20x14", "--colour",
                    "--output", _folder["m.onnx"])
                .Succeeds()
                .Output,
            StringComparison.Ordinal);

    [Fact]
    public void The_files_of_CIFAR_10_are_trained_on()
    {
        Directory.CreateDirectory(_folder["cifar"]);
        var random = new Random(3);
        foreach (var name in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
        {
            var records = Enumerable
                .Range(0, 10)
                .SelectMany(label => Enumerable.Range(0, 3072).Select(_ => (byte)random.Next(256)).Prepend((byte)label));
            File.WriteAllBytes(_folder[$"cifar/{name}.bin"], [.. records]);
        }

        var run = ToolRun
            .Of("train", "--cifar", _folder["cifar"], "--model", "lenet", "--epochs", "1", "--output", _folder["m.onnx"])
            .Succeeds();
        Assert.Contains("50 for training, 10 for validation", run.Output, StringComparison.Ordinal);
        Assert.Contains("airplane, automobile", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_writes_the_same_file_whatever_the_number_of_threads()
    {
        var images = _folder.Images("shapes");
        var before = Parallelism.MaxThreads;
        try
        {
            Train(images, "--epochs", "3", "--augment", "shift,mixup", "--threads", "1").Succeeds();
            var one = File.ReadAllBytes(_folder["m.onnx"]);
            Train(images, "--epochs", "3", "--augment", "shift,mixup", "--threads", "4").Succeeds();
            Assert.Equal(one, File.ReadAllBytes(_folder["m.onnx"]));
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    [Fact]
    public void Report_history_and_other_options_of_training_do_for_images_too()
    {
        Train(
                _folder.Images("shapes"), "--epochs", "3", "--report", _folder["r.html"], "--history", _folder["h.csv"], "--tensorboard",
                _folder["tb"], "--optimizer", "sgd", "--schedule", "cosine", "--label-smoothing", "0.1", "--class-weights", "balanced",
                "--average", "0.9", "--clip-norm", "1")
            .Succeeds();

        var report = File.ReadAllText(_folder["r.html"]);
        foreach (var words in (string[])["shapes", "lenet", "12 × 12 pixels, grey", "batch size"])
            Assert.Contains(words, report, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(_folder["h.csv"]).Length);
    }

    private ToolRun Train(string images, params string[] options) =>
        ToolRun.Of(["train", images, "--model", "lenet", "--output", _folder["m.onnx"], .. options]);

    /// <summary>30 good images, three that cannot be used, one of 16 bits, and a file that is none.</summary>
    private string Bad()
    {
        var images = _folder.Images("shapes");
        File.WriteAllBytes(Path.Combine(images, "dark", "a.png"), []);
        File.WriteAllText(Path.Combine(images, "dark", "b.png"), "hello");
        File.WriteAllBytes(Path.Combine(images, "left", "c.png"), File.ReadAllBytes(Path.Combine(images, "left", "000.png"))[..60]);
        File.WriteAllBytes(
            Path.Combine(images, "top", "d.png"),
            new OnnxTrain.Tests.Data.Images.PngWriter(12, 12, 0, 16).Write([.. Enumerable.Range(0, 144).Select(i => i * 400)]));
        File.WriteAllText(Path.Combine(images, "notes.txt"), "hello");
        return images;
    }
}
