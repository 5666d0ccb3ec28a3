namespace OnnxTrain.Cli.Tests.Images;

/// <summary><c>evaluate</c> on folders of images.</summary>
public sealed class EvaluateImagesTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_truth_is_the_name_of_the_folder()
    {
        var images = _folder.Images("shapes");
        ToolRun.Of("train", images, "--output", _folder["m.onnx"], "--epochs", "8").Succeeds();

        // The same images with the classes of two folders exchanged: what was right is wrong.
        Directory.Move(Path.Combine(images, "left"), Path.Combine(images, "other"));
        Directory.Move(Path.Combine(images, "top"), Path.Combine(images, "left"));
        Directory.Move(Path.Combine(images, "other"), Path.Combine(images, "top"));
        Directory.CreateDirectory(Path.Combine(images, "unknown"));
        File.Copy(Path.Combine(images, "dark", "000.png"), Path.Combine(images, "unknown", "a.png"));
        File.WriteAllText(Path.Combine(images, "dark", "bad.png"), "no image");

        var output = ToolRun.Of("evaluate", _folder["m.onnx"], images, "--wrong", "100").Succeeds().Output;

        Assert.Contains("30 images", output, StringComparison.Ordinal);
        Assert.Contains("33.3 %", output, StringComparison.Ordinal);
        Assert.Contains("20 wrong images", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("left", "000.png"), output, StringComparison.Ordinal);
        Assert.Contains("'unknown'", output, StringComparison.Ordinal);
        Assert.Contains("bad.png", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_other_classes_alone_are_refused()
    {
        ToolRun.Of("train", _folder.Images("shapes"), "--output", _folder["m.onnx"], "--epochs", "1").Succeeds();
        ToolRun.Of("evaluate", _folder["m.onnx"], _folder.Images("letters", classes: ["a", "b"])).Refuses("'dark'");
    }
}
