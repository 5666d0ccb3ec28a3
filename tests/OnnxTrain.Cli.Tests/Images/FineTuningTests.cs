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
    public void Weights_that_do_not_fit_are_named_and_refused_unless_they_may_be_missing()
    {
        var images = _folder.Images("shapes", colour: true);
        Train(_folder.Images("grey"), "m.onnx", "--model", "compactcnn", "--epochs", "1").Succeeds();
        Train(images, "n.onnx", "--from", _folder["m.onnx"], "--colour", "--epochs", "1")
            .Refuses("do not fit the network compactcnn", "have another shape: features.0.0.weight", "--allow-missing");
        var run = Train(images, "n.onnx", "--from", _folder["m.onnx"], "--colour", "--allow-missing", "--epochs", "1").Succeeds();
        Assert.Contains("new, because the shapes differ: ", run.Output, StringComparison.Ordinal);

        // LeNet's tensors, of which two are those of a smaller part: what the file lacks is named, too.
        new Model(new First(), Value.Input("x", ElementType.Float32, ["batch", 1, 12, 12])).SaveWeights(_folder["part.safetensors"]);
        Train(_folder["grey"], "o.onnx", "--from", _folder["part.safetensors"], "--model", "lenet", "--epochs", "1")
            .Refuses("are missing in the file: conv2.weight", "are unknown to the network: other.weight");
    }

    [Fact]
    public void What_was_loaded_can_be_frozen_and_what_was_not_cannot()
    {
        var four = _folder.Images("four", classes: ["a", "b", "c", "d"]);
        Train(_folder.Images("three"), "three.onnx", "--model", "lenet", "--epochs", "1").Succeeds();
        Train(four, "four.onnx", "--from", _folder["three.onnx"], "--freeze", "fc3", "--epochs", "1")
            .Refuses("--freeze names 'fc3'", "have new weights", "--freeze loaded");
        Train(four, "four.onnx", "--freeze", "loaded", "--epochs", "1").Refuses("there is no --from");
        Assert.Contains(
            "8 tensors frozen",
            Train(four, "four.onnx", "--from", _folder["three.onnx"], "--freeze", "loaded", "--epochs", "1").Succeeds().Output,
            StringComparison.Ordinal);
        var (before, after) = (ImageModel.Load(_folder["three.onnx"]), ImageModel.Load(_folder["four.onnx"]));
        foreach (var (from, to) in before.Parameters.Zip(after.Parameters))
            Assert.Equal(
                !to.Name.StartsWith("fc3", StringComparison.Ordinal),
                from.ToTensor<float>().ToArray().SequenceEqual(to.ToTensor<float>().ToArray()));
    }

    /// <summary>torchvision's names and shapes, and mean and deviation as its documentation gives them.</summary>
    [Fact]
    public void Weights_of_ImageNet_bring_their_network_and_normalization()
    {
        var pretrained = new Model(new MobileNetV2(1000), Value.Input("x", ElementType.Float32, ["batch", 3, 32, 32]));
        pretrained.SaveWeights(_folder["w.safetensors"], ElementType.Float16);
        var images = _folder.Images("shapes", count: 3, colour: true);

        var run = Train(images, "m.onnx", "--from", _folder["w.safetensors"], "--freeze", "loaded", "--epochs", "1").Succeeds();

        Assert.Contains("mobilenetv2, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("normalized by ImageNet's mean and deviation", run.Output, StringComparison.Ordinal);
        var image = ImageModel.Load(_folder["m.onnx"]).Image!;
        Assert.Equal([0.485, 0.456, 0.406], image.Mean!);
        Assert.Equal([0.229, 0.224, 0.225], image.Deviation!);
        Train(_folder.Images("grey"), "g.onnx", "--normalization", "imagenet", "--epochs", "1").Refuses("in colour", "--colour");
        Train(images, "d.onnx", "--from", _folder["w.safetensors"], "--normalization", "data", "--epochs", "1").Succeeds();
        Assert.NotEqual([0.485, 0.456, 0.406], ImageModel.Load(_folder["d.onnx"]).Image!.Mean!);
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

    /// <summary>The first layer of LeNet, and a layer that LeNet does not have.</summary>
    private sealed class First : Module
    {
        private readonly Conv2d _conv1 = new(1, 6, 5), _other = new(6, 1, 1);

        public override Value Forward(Value x) => x.Apply(_conv1).Apply(_other);
    }

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
