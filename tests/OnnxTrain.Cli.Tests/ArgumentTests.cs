using OnnxTrain.Cli.Tests.Images;

namespace OnnxTrain.Cli.Tests;

/// <summary>Data of the wrong kind, or in the wrong place, are named as what they are, with the remedy.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("predict")]
    [InlineData("verify")]
    public void A_model_behind_its_data_is_told_from_it(string verb) =>
        ToolRun.Of(verb, _folder.Write("d.csv", "x\n1\n"), _folder.Write("m.onnx", ""))
            .Refuses("The model comes first", $"onnxtrain {verb} {_folder["m.onnx"]} {_folder["d.csv"]}");

    [Theory]
    [InlineData("predict")]
    [InlineData("verify")]
    public void A_model_of_images_is_given_a_table(string verb) =>
        ToolRun.Of(verb, ImageModel(), _folder.Write("d.csv", "x\n1\n")).Refuses("d.csv' is not an image, and images.onnx takes images");

    [Theory]
    [InlineData("predict")]
    [InlineData("verify")]
    public void A_model_of_a_table_is_given_a_folder(string verb)
    {
        var model = _folder.Train(_folder.Write("points.csv", Tables.Points()), "big");
        ToolRun.Of(verb, model, _folder.Images("shapes", count: 1))
            .Refuses("shapes' is a folder, and points.onnx takes a table with the columns 'x', 'y', 'colour'", "Name a CSV file");
    }

    [Fact]
    public void A_folder_without_images_is_no_folder_of_images()
    {
        var model = ImageModel();
        Directory.CreateDirectory(_folder["texts"]);
        _folder.Write("texts/a.txt", "hello");
        ToolRun.Of("verify", model, _folder["texts"]).Refuses("texts' has no image that can be used", "a.txt");
    }

    [Fact]
    public void Rates_are_found_for_images_too() => Assert.Contains(
        "Learning rates", ToolRun.Of("rates", _folder.Images("shapes", count: 4), "--model", "lenet").Succeeds().Output,
        StringComparison.Ordinal);

    private string ImageModel()
    {
        var images = _folder.Images("shapes", count: 3);
        ToolRun.Of("train", images, "--model", "lenet", "--epochs", "1", "--output", _folder["images.onnx"]).Succeeds();
        return _folder["images.onnx"];
    }
}
