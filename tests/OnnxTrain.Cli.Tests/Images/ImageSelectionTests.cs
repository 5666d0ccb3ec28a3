namespace OnnxTrain.Cli.Tests.Images;

/// <summary>Folds, ensembles and searches on images.</summary>
public sealed class ImageSelectionTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folds_come_first_and_then_all_images_are_trained_on()
    {
        var output = Train(_folder.Images("shapes", count: 9), "--folds", "3").Succeeds().Output;
        Says(output, "27 for training, none for validation", "Cross-validation  3 folds", "on all 27 images", "Verified");
    }

    [Fact]
    public void With_folds_the_images_that_would_validate_are_left_out_or_test()
    {
        _folder.Images("shapes/train", count: 9);
        _folder.Images("shapes/val", count: 3);
        Says(Train(_folder["shapes"], "--folds", "3").Succeeds().Output, "'val' is left out, as --folds asks");

        var idx = ToolRun.Of(
            "train", "--idx", _folder.Idx("digits"), "--folds", "3", "--model", "lenet", "--epochs", "2", "--output", _folder["d.onnx"]);
        Says(idx.Succeeds().Output, "30 for training, none for validation, 9 for testing");
    }

    [Fact]
    public void An_ensemble_is_one_file_of_several_networks()
    {
        Says(Train(_folder.Images("shapes", count: 9), "--ensemble", "2").Succeeds().Output, "2 networks", "Verified");
        Says(ToolRun.Of("inspect", _folder["m.onnx"]).Succeeds().Output, "ensemble");
    }

    [Fact]
    public void A_search_compares_networks_and_prints_the_command()
    {
        var output = ToolRun.Of(
            "search", _folder.Images("shapes", count: 6), "--model", "lenet/cnn", "--folds", "2", "--epochs", "2").Succeeds().Output;
        Says(output, "2 trials of 2 folds, 18 images", "--model lenet", "--model cnn", "onnxtrain train");
    }

    [Fact]
    public void Weights_to_begin_with_are_those_of_every_fold()
    {
        Train(_folder.Images("shapes", count: 9), "--validation", "0", "--epochs", "12").Succeeds();
        var output = ToolRun.Of(
            "train", _folder["shapes"], "--from", _folder["m.onnx"], "--folds", "3", "--epochs", "1", "--learning-rate", "1e-9",
            "--output", _folder["n.onnx"]).Succeeds().Output;

        // Nothing is learned any more, so the folds know what was learned before.
        Says(output, "3 folds: accuracy 100.0 % ± 0.0 %");
    }

    private static void Says(string output, params string[] words) =>
        Assert.All(words, text => Assert.Contains(text, output, StringComparison.Ordinal));

    private ToolRun Train(string folder, params string[] options) => ToolRun.Of(
        [
            "train", folder, "--output", _folder["m.onnx"], "--model", "lenet",
            .. options.Contains("--epochs") ? Array.Empty<string>() : ["--epochs", "2"], .. options,
        ]);
}
