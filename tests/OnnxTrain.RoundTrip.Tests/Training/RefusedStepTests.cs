using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>What cannot be written is refused with its name and place, and no file is left.</summary>
public sealed class RefusedStepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Steps_of_several_batches() =>
        Refuses(
            new(StepModels.Perceptron(), new Adam(1e-3), options: new() { AccumulationSteps = 4 }), null, "several batches",
            "AccumulationSteps is 4");

    [Fact]
    public void A_running_mean_of_the_weights() =>
        Refuses(new(StepModels.Perceptron(), new Adam(1e-3), options: new() { AverageDecay = 0.9 }), null, "AverageDecay");

    [Theory]
    [InlineData("target")]
    [InlineData("loss")]
    [InlineData("accuracy")]
    [InlineData("learning_rate")]
    public void A_model_input_with_a_name_of_the_step(string name)
    {
        var model = Model.Classifier(new Linear(8, 5), Value.Input(name, ElementType.Float32, ["batch", 8]), 5);
        Refuses(new(model, new Adam(1e-3)), null, $"'{name}'", "two");
    }

    /// <summary>The step has no input of these names unless it draws random numbers.</summary>
    [Theory]
    [InlineData("seed")]
    [InlineData("step")]
    public void A_model_input_with_a_name_of_a_draw(string name)
    {
        var x = Value.Input(name, ElementType.Float32, ["batch", 8]);
        Refuses(new(Model.Classifier(new Sequential(new Dropout(0.5), new Linear(8, 5)), x, 5), new Sgd(0.1)), null, $"'{name}'", "two");
        using var trainer = new Trainer(Model.Classifier(new Linear(8, 5), x, 5), new Sgd(0.1));
        Assert.Contains(name, trainer.ExportTraining(_folder["files"]).Inputs);
    }

    [Fact]
    public void Random_numbers_by_seed_below_opset_18() =>
        Refuses(
            new(StepModels.Perceptron(new Dropout(0.5)), new Adam(1e-3)),
            new() { Opset = 17 },
            "Dropout in 2 ", "needs opset 18; 17 was requested", "RandomSource.Inputs");

    [Theory]
    [InlineData(12)]
    [InlineData(27)]
    public void An_operator_set_that_there_is_not(int opset) =>
        Refuses(new(StepModels.Perceptron(), new Adam(1e-3)), new() { Opset = opset }, $"Opset {opset}", "13 to 26");

    [Fact]
    public void An_operator_that_came_later_than_the_operator_set_asked_for()
    {
        var network = new Sequential(new Conv2d(2, 2, 1), new Sequential(new MaxPool2d(3, 2), new Flatten(), new Linear(32, 5)));
        var model = Model.Classifier(network, Value.Input("image", ElementType.Float32, ["batch", 2, 9, 9]), 5);
        Refuses(new(model, new Adam(1e-3)), new() { Opset = 15 }, "MaxPoolGradient in 1.0 ", "needs opset 16; 15 was requested");
    }

    [Fact]
    public void Mixed_images_with_weights()
    {
        var images = new Dataset(System.Numerics.Tensors.Tensor.Create(new byte[4 * 144], [4, 12, 12, 1]), [0, 1, 0, 1], 2);
        var model = ImageModel.Classifier(images, ["a", "b"], "lenet", new() { Mean = [0], Deviation = [1] });
        Refuses(new(model, new Adam(1e-3),
            options: new() { Augmentation = new() { Mixup = 0.2 } }), new() { RowWeights = true }, "Mixup", "weights");
    }

    private void Refuses(Trainer trainer, TrainingExportOptions? options, params string[] words)
    {
        using (trainer)
        {
            var refused = Assert.Throws<ExportException>(() => trainer.ExportTraining(_folder["refused"], options));
            Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
            Assert.False(Directory.Exists(_folder["refused"]));
        }
    }
}
