namespace OnnxTrain.Cli.Tests.Images;

/// <summary>Mistakes with images are refused in words.</summary>
public sealed class ImageUsageTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--model is 'resnet1000'; expected one of lenet, cnn", "--model", "resnet1000")]
    [InlineData("--image-size is '0'", "--image-size", "0")]
    [InlineData("--image-size is '12x'", "--image-size", "12x")]
    [InlineData("--image-size is '1x2x3'", "--image-size", "1x2x3")]
    [InlineData("--augment is 'blur'; expected shift, flip", "--augment", "blur")]
    [InlineData("--augment is 'shift=-1'", "--augment", "shift=-1")]
    [InlineData("--augment is 'shift=1.5'", "--augment", "shift=1.5")]
    [InlineData("--augment is 'flip=2'", "--augment", "flip=2")]
    [InlineData("--augment is 'shift,shift'", "--augment", "shift,shift")]
    [InlineData("--augment is 'crop=2'", "--augment", "crop=2")]
    [InlineData("--fit is 'squeeze'; expected one of stretch, crop, pad", "--fit", "squeeze")]
    [InlineData("--layout is 'hwcn'; expected one of nhwc, nchw", "--layout", "hwcn")]
    [InlineData("--on-bad-image is 'ignore'; expected one of stop, skip", "--on-bad-image", "ignore")]
    [InlineData("--grey and --colour contradict each other", "--grey", "--colour")]
    [InlineData("--target is for tables", "--target", "x")]
    [InlineData("--hidden is for tables", "--hidden", "32")]
    [InlineData("--encode is for tables", "--encode", "binary")]
    [InlineData("--split-by is for tables", "--split-by", "x")]
    [InlineData("4 folds are too many for the 3 rows of the class 'dark'", "--folds", "4")]
    [InlineData("--loss mse is for numbers", "--loss", "mse")]
    [InlineData("--freeze names 'conv9'; no parameter has a name that starts with it", "--freeze", "conv9")]
    [InlineData("--freeze leaves nothing to learn", "--freeze", "conv,fc")]
    [InlineData("the network lenet takes images of 12 × 12 pixels or more", "--image-size", "8")]
    [InlineData("There is no file", "--from", "none.safetensors")]
    public void An_option_that_makes_no_sense_is_refused(string message, params string[] options)
    {
        string[] model = options.Contains("--model") ? [] : ["--model", "lenet"];
        var run = ToolRun.Of(["train", _folder.Images("shapes", count: 3), "--output", _folder["m.onnx"], .. model, .. options]);
        Assert.Contains(message, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("Unexpected", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["m.onnx"]));
    }

    [Fact]
    public void Options_of_images_are_refused_for_a_table() =>
        ToolRun
            .Of("train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--augment", "flip")
            .Refuses("--augment is for images");

    [Fact]
    public void A_folder_without_classes_is_refused()
    {
        Directory.CreateDirectory(_folder["flat"]);
        File.WriteAllBytes(_folder["flat/a.png"], ImageSets.Png(new byte[4], 2, 2));
        Train(_folder["flat"]).Refuses("has no subfolders", "one per class");
    }

    [Fact]
    public void One_class_is_nothing_to_tell_apart() => Train(_folder.Images("one", classes: ["only"])).Refuses("one class, 'only'");

    [Fact]
    public void A_class_without_images_is_refused()
    {
        var images = _folder.Images("shapes", count: 3);
        Directory.CreateDirectory(_folder["shapes/zebra"]);
        Train(images).Refuses("The class 'zebra' has no image");
    }

    [Fact]
    public void A_folder_that_is_missing_is_named() => ToolRun.Of("train", "--idx", _folder["none"]).Refuses("There is no folder", "none");

    [Theory]
    [InlineData("t10k-labels-idx1-ubyte", "no file of t10k-labels")]
    [InlineData("train-images-idx3-ubyte", "no file of train-images")]
    public void A_missing_file_of_MNIST_is_named(string file, string message)
    {
        var digits = _folder.Idx("digits");
        File.Delete(Path.Combine(digits, file));
        ToolRun.Of("train", "--idx", digits, "--output", _folder["m.onnx"]).Refuses(message, "four files");
    }

    [Fact]
    public void A_truncated_file_of_MNIST_is_named()
    {
        var digits = _folder.Idx("digits");
        var images = Path.Combine(digits, "train-images-idx3-ubyte");
        File.WriteAllBytes(images, File.ReadAllBytes(images)[..^5]);
        ToolRun.Of("train", "--idx", digits, "--output", _folder["m.onnx"]).Refuses("train-images-idx3-ubyte is truncated");
    }

    [Fact]
    public void What_brings_test_images_is_not_split() =>
        ToolRun.Of("train", "--idx", _folder.Idx("digits"), "--validation", "0.1").Refuses("--validation is for folders of images");

    [Fact]
    public void Two_sets_are_one_too_many() =>
        ToolRun.Of("train", _folder.Images("shapes", count: 1), "--idx", _folder.Idx("digits")).Refuses("There are 2 sets of images");

    [Fact]
    public void Missing_files_of_CIFAR_are_named()
    {
        Directory.CreateDirectory(_folder["cifar"]);
        ToolRun.Of("train", "--cifar", _folder["cifar"]).Refuses("data_batch_1.bin", "binary version");
    }

    private ToolRun Train(string images) => ToolRun.Of("train", images, "--output", _folder["m.onnx"], "--epochs", "1");
}
