using OnnxTrain.Cli.Tests.Images;

namespace OnnxTrain.Cli.Tests.Steps;

/// <summary><c>finish</c>: trained weights in, the file to deploy out.</summary>
public sealed class FinishTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_trained_outside_become_a_file_that_predicts_and_verifies()
    {
        var data = Points();
        var table = CsvTable.Read(data);
        var step = new StepFiles(_folder["step"]);
        long[] labels = [.. Enumerable.Range(0, 40).Select(row => table["big"].Text(row) == "yes" ? 1L : 0)];
        step.Train(
            150, Column("x"), Column("y"),
            ("colour", TensorData.Of<string>([.. Enumerable.Range(0, 40).Select(table["colour"].Text)], [40, 1])),
            ("target", TensorData.Of<long>(labels, [40])));
        StepFiles.Save(_folder["w.safetensors"], step.Variables);

        var run = ToolRun.Of("finish", _folder["step"], _folder["w.safetensors"], "--output", _folder["m.onnx"]).Succeeds();

        foreach (
            var words in (string[])
                [
                    "Written", "colour: string[batch, 1]", "label: string[batch]", "probabilities: float32[batch, 2]", "verify",
                    $"onnxtrain verify {_folder["m.onnx"]} DATA.csv",
                ])
            Assert.Contains(words, run.Output, StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], data).Succeeds();
        var predicted = CsvTable.Parse(ToolRun.Of("predict", _folder["m.onnx"], data).Succeeds().Output)["label"];
        Assert.InRange(Enumerable.Range(0, 40).Count(row => predicted.Text(row) == table["big"].Text(row)), 36, 40);

        (string, TensorData) Column(string name) =>
            (name, TensorData.OfNumbers(table[name].Numbers.ToArray(), [40, 1], ElementType.Float32));
    }

    [Fact]
    public void A_model_of_images_is_finished_too()
    {
        var images = _folder.Images("shapes", count: 4);
        ToolRun.Of("export-training", images, "--model", "lenet", "--output", _folder["step"]).Succeeds();
        var run = ToolRun.Of("finish", _folder["step"], _folder["step/initial.safetensors"], "--output", _folder["m.onnx"]).Succeeds();
        Assert.Contains($"onnxtrain verify {_folder["m.onnx"]} FOLDER", run.Output, StringComparison.Ordinal);
        ToolRun.Of("verify", _folder["m.onnx"], images).Succeeds();
    }

    [Fact]
    public void The_checkpoint_of_train_has_the_weights_too()
    {
        var data = Points();
        ToolRun
            .Of(
                "train", data, "--target", "big", "--hidden", "4", "--validation", "0", "--epochs", "5", "--checkpoint", _folder["run"],
                "--output", _folder["native.onnx"])
            .Succeeds();
        var checkpoint = Directory.GetFiles(_folder["run"], "*.safetensors").Single();
        ToolRun.Of("finish", _folder["step"], checkpoint, "--output", _folder["m.onnx"]).Succeeds();
        Assert.Equal(Weights("native.onnx"), Weights("m.onnx"));

        float[] Weights(string name) => [.. TabularModel.Load(_folder[name]).Parameters.SelectMany(p => p.ToTensor<float>().ToArray())];
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Points();
        Finish("none", "step/initial.safetensors").Refuses("There is no folder", "none", "export-training");
        Finish("step", "none.safetensors").Refuses("There is no file", "none.safetensors");
        Directory.CreateDirectory(_folder["empty"]);
        Finish("empty", "step/initial.safetensors").Refuses("training.json does not exist", "onnxtrain export-training writes it");
        File.Delete(_folder["step/model.onnx"]);
        Finish("step", "step/initial.safetensors").Refuses("model.onnx does not exist");
        ToolRun.Of("finish", _folder["step"]).Refuses("Which folder and which weights?");
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused()
    {
        var data = Points();
        Finish("step", "d.csv").Refuses("is not a valid safetensors file");
        ToolRun.Of("export-training", data, "--target", "big", "--hidden", "9", "--output", _folder["other"]).Succeeds();
        Finish("step", "other/initial.safetensors").Refuses("'linear1.weight' is F32 [9,", "float32[4,");
        ToolRun.Of("export-training", _folder.Images("shapes", count: 3), "--model", "lenet", "--output", _folder["images"]).Succeeds();
        Finish("step", "images/initial.safetensors").Refuses("lacks 'linear1.weight'", "another model");
    }

    [Fact]
    public void Weights_of_a_training_that_diverged_are_refused()
    {
        Points();
        var variables = new StepFiles(_folder["step"]).Variables;
        ((float[])variables["linear1.weight"].Elements)[0] = float.NaN;
        StepFiles.Save(_folder["w.safetensors"], variables);
        Finish("step", "w.safetensors").Refuses("'linear1.weight' holds numbers that are not finite", "diverged");
    }

    [Fact]
    public void The_files_of_the_step_are_not_overwritten()
    {
        Points();
        Finish("step", "step/initial.safetensors", "step/model.onnx").Refuses("is read and would be overwritten");
        Finish("step", "step/initial.safetensors", "none/m.onnx").Refuses("there is no folder");
    }

    [Fact]
    public void A_file_that_exists_is_replaced_only_if_that_was_said()
    {
        Points();
        var old = _folder.Write("m.onnx", "old");
        Finish("step", "step/initial.safetensors").Refuses("m.onnx exists already", "--force");
        Assert.Equal("old", File.ReadAllText(old));

        Assert.Equal(2, Answer(yes: false).ExitCode);
        Assert.Equal("old", File.ReadAllText(old));
        Answer(yes: true).Succeeds();
        var written = File.ReadAllBytes(old);
        File.WriteAllText(old, "old");
        ToolRun.Of("finish", _folder["step"], _folder["step/initial.safetensors"], "--output", old, "--force").Succeeds();
        Assert.Equal(written, File.ReadAllBytes(old));

        ToolRun Answer(bool yes) => ToolRun.Of(
            new StringWriter(), _ => yes, CancellationToken.None, "finish", _folder["step"], _folder["step/initial.safetensors"],
            "--output", old);
    }

    [Theory]
    [InlineData("iris-training", "iris.onnx")]
    [InlineData("runs/7/", "7.onnx")]
    [InlineData("-training", "-training.onnx")]
    public void The_usual_name_is_that_of_the_folder(string folder, string expected) =>
        Assert.Equal(expected, TrainingFilesView.Finished(folder));

    private ToolRun Finish(string folder, string weights, string output = "m.onnx")
    {
        var before = _folder.Files;
        var run = ToolRun.Of("finish", _folder[folder], _folder[weights], "--output", _folder[output]);
        if (run.ExitCode != 0) Assert.Equal(before, _folder.Files);
        return run;
    }

    private string Points()
    {
        var data = _folder.Write("d.csv", Tables.Points());
        ToolRun.Of("export-training", data, "--target", "big", "--hidden", "4", "--output", _folder["step"]).Succeeds();
        return data;
    }
}
