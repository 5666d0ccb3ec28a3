using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Labels that a loss ignores, in the accuracy of training and of validation and in data sets.</summary>
public sealed class IgnoredLabelTests
{
    /// <summary>Row 1 has 4 right pixels, row 2 has 1 wrong and 3 that do not count: 4 of 5, whatever the batches.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Accuracy_counts_places_not_rows(int batchSize)
    {
        // The logits are the features: class 0 everywhere.
        var x = Value.Input("x", ElementType.Float32, ["batch", 2, 2, 2]);
        var model = Model.Classifier(new Scale(), x, 2);
        float[] features = [.. Enumerable.Repeat(0, 2).SelectMany(_ => new float[] { 1, 1, 1, 1, 0, 0, 0, 0 })];
        var data = new Dataset(
            Tensor.Create(features, [2, 2, 2, 2]), Tensor.Create(new float[] { 0, 0, 0, 0, 1, -100, -100, -100 }, [2, 2, 2]));
        using var trainer = new Trainer(model, new Sgd(1e-6), new CrossEntropyLoss { IgnoreIndex = -100 }, new() { BatchSize = batchSize });
        var epoch = trainer.Fit(data, epochs: 1, validation: data).Epochs[0];
        Assert.Equal(0.8, epoch.TrainingMetric!.Value, 1e-6);
        Assert.Equal(0.8, epoch.ValidationMetric!.Value, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Labels_of_rows_may_be_ignored(int batchSize)
    {
        var model = Model.Classifier(new Scale(), Value.Input("x", ElementType.Float32, ["batch", 2]), 2);
        var data = new Dataset(Tensor.Create(new float[] { 1, 0, 1, 0, 1, 0, 1, 0, 1, 0 }, [5, 2]), [0, -100, 1, -100, 0], classes: 2);
        using var trainer = new Trainer(model, new Sgd(1e-6), new CrossEntropyLoss { IgnoreIndex = -100 }, new() { BatchSize = batchSize });
        var epoch = trainer.Fit(data, epochs: 1, validation: data).Epochs[0];
        Assert.Equal(2.0 / 3, epoch.TrainingMetric!.Value, 1e-6);
        Assert.Equal(2.0 / 3, epoch.ValidationMetric!.Value, 1e-6);

        // −ln softmax of (1, 0) at 0, twice, and at 1: the mean of three rows.
        var expected = ((2 * Math.Log(1 + Math.Exp(-1))) + Math.Log(1 + Math.E)) / 3;
        Assert.Equal(expected, epoch.TrainingLoss, 1e-5);
    }

    [Fact]
    public void A_label_that_the_loss_does_not_ignore_is_refused_with_its_row()
    {
        var data = new Dataset(Tensor.Create(new float[4], [2, 2]), [0, -100], classes: 2);
        foreach (var loss in (Loss[])[new CrossEntropyLoss(), new CrossEntropyLoss { IgnoreIndex = -1 }])
        {
            using var trainer = new Trainer(
                Model.Classifier(new Scale(), Value.Input("x", ElementType.Float32, ["batch", 2]), 2), new Sgd(1), loss);
            Assert.Contains(
                "row 1 (counted from 0) is -100",
                Assert.Throws<DataException>(() => trainer.Fit(data, epochs: 1)).Message,
                StringComparison.Ordinal);
        }
    }

    /// <summary>x times a number that is learned, at first 1.</summary>
    private sealed class Scale : Module
    {
        private readonly Variable _scale;

        public Scale() => _scale = Parameter("scale", Shape.Scalar, Initializer.Ones);

        public override Value Forward(Value x) => x * _scale;
    }
}
