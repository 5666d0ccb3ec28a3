namespace OnnxTrain.Cli.Tests.Images;

/// <summary>Folders that are divided into training, validation and test images, and folders that only look so.</summary>
public sealed class DividedFolderTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train", "val")]
    [InlineData("train", "valid")]
    [InlineData("training", "validation")]
    [InlineData("Train", "Val")]
    public void Validation_images_of_their_own_validate(string train, string validation)
    {
        _folder.Images($"shapes/{train}", count: 20);
        _folder.Images($"shapes/{validation}", count: 4);
        _folder.Images("shapes/test", count: 3);

        var output = Train().Succeeds().Output;

        Says(
            output, "images of 3 classes (dark, left, top)", "60 for training, 12 for validation",
            $"'{train}' is trained on and '{validation}' validates", "'test' tests the trained model");
        Assert.Equal(["dark", "left", "top"], ImageModel.Load(_folder["m.onnx"]).Classes);
    }

    [Fact]
    public void Without_validation_images_a_part_of_the_training_images_is_held_back()
    {
        _folder.Images("shapes/train", count: 20);
        _folder.Images("shapes/test", count: 3);

        Says(
            Train().Succeeds().Output, "48 for training, 12 for validation", "a part of it is held back", "'test' tests the trained model");
    }

    [Fact]
    public void Validation_images_are_left_out_on_request()
    {
        _folder.Images("shapes/train", count: 5);
        _folder.Images("shapes/val", count: 4);
        Says(Train("--validation", "0").Succeeds().Output, "'val' is left out, as --validation 0 asks");
    }

    /// <summary>The labels are those of the training images: "top" must not become the second class where "left" is missing.</summary>
    [Fact]
    public void A_class_without_validation_images_is_told_and_the_others_keep_their_labels()
    {
        _folder.Images("shapes/train", count: 20);
        _folder.Images("shapes/val", count: 10);
        Directory.Delete(_folder["shapes/val/left"], recursive: true);

        var data = ImagePreparation.Prepare(
            new(DataKind.Folder) { Data = _folder["shapes"], Output = _folder["m.onnx"] }, null, null, CancellationToken.None);

        Assert.Equal([0, 2], RowLabels.TryRead(data.Validation!)!.Distinct().Order());
        Assert.Contains("'val' has no folder for 1 class of 'train': left", data.Notes);
    }

    [Theory]
    [InlineData("val", null, "val", 9)]
    [InlineData("val", "test", "test", 6)]
    [InlineData("test", null, "test", 9)]
    public void Evaluate_takes_the_test_images_else_those_of_validation(string first, string? second, string expected, int count)
    {
        _folder.Images("shapes/train", 5);
        _folder.Images($"shapes/{first}", 3);
        if (second is not null) _folder.Images($"shapes/{second}", 2);
        Train().Succeeds();
        var output = ToolRun.Of("evaluate", _folder["m.onnx"], _folder["shapes"], "--output", _folder["e.csv"]).Succeeds().Output;
        Says(output, $"'{expected}' is evaluated; the other folders beside it are left out");
        Assert.Equal(count, CsvTable.Read(_folder["e.csv"]).RowCount);
    }

    [Fact]
    public void A_class_without_training_images_is_refused()
    {
        _folder.Images("shapes/train", 5, colour: false, "left", "top");
        _folder.Images("shapes/val", 5, colour: false, "left", "right");
        Train().Refuses("'val' has the class 'right', which 'train' has not", "Put images of 'right' into 'train'");
    }

    [Fact]
    public void Another_size_of_validation_images_is_refused_unless_one_is_asked_for()
    {
        _folder.Images("shapes/train", count: 5);
        foreach (var name in (string[])["dark", "left", "top"])
        {
            Directory.CreateDirectory(_folder[$"shapes/val/{name}"]);
            File.WriteAllBytes(_folder[$"shapes/val/{name}/a.png"], ImageSets.Png(new byte[16 * 16], 16, 16));
        }

        Train().Refuses("validation images have 16 × 16 pixels", "12 × 12", "--image-size 12x12");
        Says(Train("--image-size", "12").Succeeds().Output, "15 for training, 3 for validation");
    }

    [Fact]
    public void Classes_that_are_called_train_and_test_stay_classes()
    {
        _folder.Images("shapes", 10, colour: false, "test", "train");
        Says(Train().Succeeds().Output, "images of 2 classes (test, train)");
    }

    private static void Says(string output, params string[] words) =>
        Assert.All(words, text => Assert.Contains(text, output, StringComparison.Ordinal));

    private ToolRun Train(params string[] options) => ToolRun.Of(
        ["train", _folder["shapes"], "--output", _folder["m.onnx"], "--model", "lenet", "--epochs", "1", .. options]);
}
