using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>The rows of an epoch that do not fill a batch, and networks that need more than one row.</summary>
public sealed class LastBatchTests
{
    [Theory]
    [InlineData(33, 32, false, "33")]
    [InlineData(65, 32, false, "32 33")]
    [InlineData(34, 32, false, "32 2")]
    [InlineData(33, 32, true, "32")]
    [InlineData(20, 32, true, "20")]
    [InlineData(64, 32, true, "32 32")]
    public void Each_epoch_has_these_batches(int rows, int batchSize, bool dropLast, string expected)
    {
        using var trainer = new Trainer(NewModel(), new Sgd(0.1), options: new() { BatchSize = batchSize, DropLast = dropLast });
        var settings = trainer.Options;
        using var step = new TrainingStep<float>(trainer.Model, trainer.Loss, new Sgd(0.1));
        using var reader = settings.For(step, Data(rows)).NewReader<float>(Data(rows));
        for (var epoch = 0; epoch < 2; epoch++)
            Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, reader.BatchesPerEpoch).Select(_ => reader.Read().RowCount)));
        Assert.True(double.IsFinite(trainer.Fit(Data(rows), epochs: 2).Epochs[^1].TrainingLoss));
    }

    /// <summary>What no treatment of the last batch helps is told before a weight changes.</summary>
    [Theory]
    [InlineData(1, 32)]
    [InlineData(9, 1)]
    public void Single_rows_are_refused_before_anything_changes(int rows, int batchSize)
    {
        var model = NewModel();
        var before = model.Trained.Snapshot();
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { BatchSize = batchSize });
        Assert.Contains(
            "no variance",
            Assert.Throws<ArgumentException>(() => trainer.Fit(Data(rows), epochs: 3)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, model.Trained.Snapshot());
    }

    [Fact]
    public void A_network_that_takes_single_rows_has_a_last_batch_of_one()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(0.1), options: new() { BatchSize = 32 });
        using var step = new TrainingStep<float>(trainer.Model, trainer.Loss, new Sgd(0.1));
        Assert.Equal(LastBatch.Keep, trainer.Options.For(step, Spirals.Data(33)).LastBatch);
    }

    [Fact]
    public void Another_treatment_is_another_run()
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-last-");
        try
        {
            Fit(dropLast: true, epochs: 1);
            Assert.Contains(
                "last batch",
                Assert.Throws<DataException>(() => Fit(dropLast: false, epochs: 2)).Message,
                StringComparison.Ordinal);
            Assert.Equal("true", Fit(dropLast: true, epochs: 2).Metadata["training.drop_last"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Model Fit(bool dropLast, int epochs)
        {
            var model = NewModel();
            using var trainer = new Trainer(model, new Sgd(0.1), options: new()
            {
                BatchSize = 8, DropLast = dropLast, Checkpoint = new(folder.FullName) { Resume = true },
            });
            trainer.Fit(Data(20), epochs);
            return model;
        }
    }

    private static Model NewModel() =>
        new(new Sequential(new Linear(2, 3), new BatchNorm1d(3)), Value.Input("x", ElementType.Float32, ["batch", 2]));

    private static Dataset Data(int rows) => new(
        Tensor.Create(Enumerable.Range(0, rows * 2).Select(i => MathF.Sin(i)).ToArray(), [rows, 2]),
        Tensor.Create(Enumerable.Range(0, rows * 3).Select(i => MathF.Cos(i)).ToArray(), [rows, 3]));
}
