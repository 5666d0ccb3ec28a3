namespace OnnxTrain.Cli.Tests.Images;

/// <summary>Training that begins with the weights of an earlier one, or continues it.</summary>
public sealed class FineTuningTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_last_layer_is_learned_while_frozen_ones_stay_to_the_bit()
    {
        Train(_folder.Images("three"), "three.onnx", "--model", "lenet", "--epochs", "3").Succeeds();

        var run = Train(
                _folder.Images("four", classes: ["a", "b", "c", "d"]), "four.onnx", "--from", _folder["three.onnx"], "--freeze",
                "conv1,conv2", "--epochs", "2")
            .Succeeds();

        Assert.Contains("8 of 10 tensors taken from", run.Output, StringComparison.Ordinal);
        Assert.Contains("new, because the classes differ: fc3.weight, fc3.bias", run.Output, StringComparison.Ordinal);
        Assert.Contains("4 tensors frozen", run.Output, StringComparison.Ordinal);
        var (before, after) = (ImageModel.Load(_folder["three.onnx"]), ImageModel.Load(_folder["four.onnx"]));
        Assert.Equal("lenet", after.Network);
        foreach (var (from, to) in before.Parameters.Zip(after.Parameters))
        {
            var isFrozen = to.Name.StartsWith("conv", StringComparison.Ordinal);
            Assert.Equal(isFrozen, from.ToTensor<float>().ToArray().SequenceEqual(to.ToTensor<float>().ToArray()));
        }
    }

    [Fact]
    public void As_many_classes_of_other_names_have_a_new_last_layer_too()
    {
        Train(_folder.Images("shapes"), "m.onnx", "--model", "lenet", "--epochs", "1").Succeeds();

        Assert.Contains(
            "10 of 10 tensors taken", Train(_folder["shapes"], "n.onnx", "--from", _folder["m.onnx"], "--epochs", "1").Succeeds().Output,
            StringComparison.Ordinal);
        var others = Train(_folder.Images("letters", classes: ["a", "b", "c"]), "n.onnx", "--from", _folder["m.onnx"], "--epochs", "1")
            .Succeeds();
        Assert.Contains("8 of 10 tensors taken", others.Output, StringComparison.Ordinal);
        Assert.Contains("new, because the classes differ: fc3.weight, fc3.bias", others.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_in_safetensors_are_taken_and_what_is_missing_is_told()
    {
        var images = _folder.Images("shapes");
        Train(images, "m.onnx", "--model", "lenet", "--epochs", "1", "--checkpoint", _folder["run"]).Succeeds();
        ImageModel.Load(_folder["m.onnx"]).SaveWeights(_folder["w.safetensors"]);

        var run = Train(images, "again.onnx", "--model", "lenet", "--from", _folder["w.safetensors"], "--epochs", "1").Succeeds();

        Assert.Contains("10 of 10 tensors taken", run.Output, StringComparison.Ordinal);
        var four = Train(
                _folder.Images("four", classes: ["a", "b", "c", "d"]), "four.onnx", "--model", "lenet", "--from", _folder["w.safetensors"],
                "--epochs", "1")
            .Succeeds();
        Assert.Contains("new, because the shapes differ: fc3.weight, fc3.bias", four.Output, StringComparison.Ordinal);
        Train(images, "other.onnx", "--from", _folder["w.safetensors"], "--model", "cnn", "--epochs", "1")
            .Refuses("Nothing in", "fits the network cnn", "--model");
    }

    [Fact]
    public void The_size_of_the_earlier_images_is_taken_over()
    {
        Train(_folder.Images("small"), "m.onnx", "--model", "lenet", "--epochs", "1", "--image-size", "16").Succeeds();
        var run = Train(_folder["small"], "n.onnx", "--from", _folder["m.onnx"], "--epochs", "1").Succeeds();
        Assert.Contains("16 × 16 pixels", run.Output, StringComparison.Ordinal);
        Assert.Contains("lenet", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_file()
    {
        var images = _folder.Images("shapes");
        string[] options = ["--model", "lenet", "--epochs", "6", "--augment", "shift", "--patience", "0"];
        Train(images, "whole.onnx", options).Succeeds();

        using var source = new CancellationTokenSource();
        using var output = new StoppingWriter(source);
        string[] kept = [.. options, "--checkpoint", _folder["run"], "--checkpoint-every", "0", "--resume"];
        var stopped = ToolRun.Of(output, null, source.Token, ["train", images, "--output", _folder["cut.onnx"], .. kept]);
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("--resume", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("continues after", Train(images, "cut.onnx", kept).Succeeds().Output, StringComparison.Ordinal);

        Assert.Equal(File.ReadAllBytes(_folder["whole.onnx"]), File.ReadAllBytes(_folder["cut.onnx"]));
    }

    private ToolRun Train(string images, string output, params string[] options) =>
        ToolRun.Of(["train", images, "--output", _folder[output], .. options]);

    /// <summary>Presses Ctrl-C when the second epoch is told.</summary>
    private sealed class StoppingWriter(CancellationTokenSource source) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains("epoch 2 of", StringComparison.Ordinal) == true) source.Cancel();
        }
    }
}
