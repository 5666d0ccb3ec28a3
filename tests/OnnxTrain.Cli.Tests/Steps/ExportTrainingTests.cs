using OnnxTrain.Onnx;
using OnnxTrain.Cli.Tests.Images;

namespace OnnxTrain.Cli.Tests.Steps;

/// <summary><c>export-training</c>: a step for any runtime, from a table or from images.</summary>
public sealed class ExportTrainingTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_becomes_a_step_that_takes_its_raw_columns_and_learns()
    {
        var data = _folder.Write("points.csv", Tables.Points());

        var run = Export(data, "--target", "big", "--hidden", "8", "--dropout", "0.1").Succeeds();

        foreach (
            var words in (string[])
                [
                    "big: 2 classes (no, yes)", "40 for training", "a step of 32 rows", "has the same loss", "relative difference",
                    "opset 18", "nodes", "x, y, colour; target, learning_rate, step, seed", "loss, accuracy", "Python", "Node", "browser",
                    $"onnxtrain finish {_folder["step"]} trained.safetensors --output step.onnx",
                ])
            Assert.Contains(
                words, run.Output.ReplaceLineEndings(" ").Replace("                 ", "", StringComparison.Ordinal),
                StringComparison.Ordinal);
        Assert.Equal(StepFiles.Names, Directory.GetFiles(_folder["step"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetDirectories(_folder["step"]));

        var table = CsvTable.Read(data);
        long[] labels = [.. Enumerable.Range(0, 40).Select(row => table["big"].Text(row) == "yes" ? 1L : 0)];
        var losses = new StepFiles(_folder["step"]).Train(
            60, Column("x"), Column("y"),
            ("colour", TensorData.Of<string>([.. Enumerable.Range(0, 40).Select(table["colour"].Text)], [40, 1])),
            ("target", TensorData.Of<long>(labels, [40])));
        Assert.InRange(losses[^1], 0, losses[0] / 2);

        (string, TensorData) Column(string name) =>
            (name, TensorData.OfNumbers(table[name].Numbers.ToArray(), [40, 1], ElementType.Float32));
    }

    [Fact]
    public void Weights_and_preprocessing_are_those_of_train_without_validation_rows()
    {
        var data = _folder.Write("points.csv", Tables.Points());
        Export(data, "--target", "big", "--seed", "5").Succeeds();
        var request = new TrainRequest
        {
            Data = data, Output = "", Columns = new() { Targets = ["big"] }, Options = new() { Seed = 5 }, Validation = HeldOut.None,
        };
        var model = new TrainingSession(request, TablePreparation.Prepare(request)).Model;
        var variables = new StepFiles(_folder["step"]).Variables;
        foreach (var parameter in model.Parameters)
            Assert.Equal(parameter.ToTensor<float>().ToArray(), variables[parameter.Name].As<float>().ToArray());
        model.ExportOnnx(_folder["native.onnx"], new() { FoldBatchNormalization = false });
        Assert.Equal(File.ReadAllBytes(_folder["native.onnx"]), File.ReadAllBytes(_folder["step/model.onnx"]));
    }

    [Theory]
    [InlineData("nhwc", "--augment mixup", "image; target, partner, share, learning_rate")]
    [InlineData("nchw", "", "image; target, learning_rate")]
    public void Images_become_a_step_that_takes_raw_pixels(string layout, string options, string inputs)
    {
        var run = Export(
                _folder.Images("shapes", colour: true),
                ["--model", "lenet", "--layout", layout, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            .Succeeds();

        Assert.Contains("a step of 30 images", run.Output, StringComparison.Ordinal);
        Assert.Contains(inputs, run.Output, StringComparison.Ordinal);
        Assert.Equal(StepFiles.Names, Directory.GetFiles(_folder["step"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pixels_learn_too()
    {
        var images = _folder.Images("shapes", classes: ["dark", "left"]);
        Export(images, "--model", "lenet").Succeeds();
        var files = Directory.GetFiles(images, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        byte[] pixels = [.. files.SelectMany(file => PixelImage.Read(file, ToolDecoders.All).Pixels.ToArray())];
        long[] labels = [.. files.Select(file => file.Contains("left", StringComparison.Ordinal) ? 1L : 0)];
        var losses = new StepFiles(_folder["step"]).Train(
            30,
            ("image", TensorData.Of<byte>(pixels, [files.Count, 12, 12, 1])),
            ("target", TensorData.Of<long>(labels, [files.Count])));
        Assert.InRange(losses[^1], 0, losses[0] / 2);
    }

    [Theory]
    [InlineData("--random seed", 18, true, false)]
    [InlineData("--random inputs", 17, false, true)]
    [InlineData("--random inputs --opset 13", 13, false, true)]
    [InlineData("--opset 21", 21, true, false)]
    public void Random_numbers_and_the_operator_set_can_be_chosen(string options, long opset, bool seed, bool keep)
    {
        Export(_folder.Write("d.csv", Tables.Points()), ["--target", "big", "--dropout", "0.2", .. options.Split(' ')]).Succeeds();
        var file = OnnxFile.Read(Path.Combine(_folder["step"], "training.onnx"));
        Assert.Equal(opset, file.OpsetImport.Single(o => o.Domain.Length == 0).Version);
        Assert.Equal(
            (seed, keep),
            (file.Graph.Input.Any(i => i.Name == "seed"), file.Graph.Input.Any(i => i.Name.StartsWith("keep", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("--weight y", "weight")]
    [InlineData("--schedule one-cycle --epochs 3", "step")]
    [InlineData("--schedule cosine --epochs 3 --steps-per-epoch 9", "step")]
    [InlineData("--warm-up 2 --epochs 3", "step")]
    public void What_a_step_depends_on_is_an_input(string options, string input)
    {
        var data = _folder.Write("d.csv", Tables.Points());
        Export(data, ["--target", "big", .. options.Split(' ')]).Succeeds();
        Assert.Contains(OnnxFile.Read(Path.Combine(_folder["step"], "training.onnx")).Graph.Input, i => i.Name == input);
    }

    /// <summary>Settings of the loss and the optimizer are in the file: it differs from that of the defaults.</summary>
    [Theory]
    [InlineData("--optimizer sgd --momentum 0.5")]
    [InlineData("--optimizer adamw --l2 0.1")]
    [InlineData("--loss huber:0.5")]
    [InlineData("--l1 0.01")]
    [InlineData("--max-norm 0.5")]
    [InlineData("--clip-norm 0.1")]
    [InlineData("--log-target")]
    [InlineData("--activation gelu")]
    public void Options_of_train_change_the_step(string options)
    {
        var data = _folder.Write("d.csv", Tables.Points());
        Export(data, "--target", "x").Succeeds();
        var plain = File.ReadAllBytes(Path.Combine(_folder["step"], "training.onnx"));
        Export(data, ["--target", "x", .. options.Split(' ')]).Succeeds();
        Assert.NotEqual(plain, File.ReadAllBytes(Path.Combine(_folder["step"], "training.onnx")));
    }

    [Fact]
    public void Files_of_an_earlier_export_are_replaced_and_others_stay()
    {
        Directory.CreateDirectory(_folder["step"]);
        _folder.Write("step/training.onnx", "old");
        _folder.Write("step/notes.txt", "mine");
        var data = _folder.Write("d.csv", Tables.Points());

        Export(data, "--target", "big", "--opset", "12").Refuses("--opset is '12'");
        Export(data, "--target", "big", "--dropout", "0.5", "--opset", "17").Refuses("needs opset 18");
        Assert.Equal("old", File.ReadAllText(_folder["step/training.onnx"]));
        Assert.Equal(
            ["notes.txt", "training.onnx"],
            Directory.EnumerateFileSystemEntries(_folder["step"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        Export(data, "--target", "big").Succeeds();
        Assert.Equal("mine", File.ReadAllText(_folder["step/notes.txt"]));
        Assert.Equal(
            StepFiles.Names.Append("notes.txt").Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(_folder["step"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_left_of_an_export_that_is_cancelled()
    {
        var data = _folder.Write("d.csv", Tables.Points());
        using var source = new CancellationTokenSource();
        source.Cancel();
        var run = ToolRun.Of(
            new StringWriter(), confirm: null, source.Token, "export-training", data, "--target", "big", "--output", _folder["step"]);
        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.Equal([_folder["d.csv"]], Directory.GetFileSystemEntries(_folder.Root));
    }

    private ToolRun Export(string data, params string[] options) =>
        ToolRun.Of(["export-training", data, "--output", _folder["step"], .. options]);
}
