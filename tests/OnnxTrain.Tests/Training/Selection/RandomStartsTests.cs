namespace OnnxTrain.Tests.Training;

public class RandomStartsTests
{
    [Fact]
    public void The_best_is_that_with_the_lowest_validation_loss()
    {
        var (train, validation) = (Spirals.Data(60), Spirals.Data(60, seed: 2));
        var result = RandomStarts.Run(SelectionModels.Spirals(), train, validation, new() { Count = 4, Seed = 7 });

        Assert.Equal(4, result.Starts.Select(s => s.Seed).Distinct().Count());
        Assert.Equal(result.Starts.Min(s => s.History.Epochs[^1].ValidationLoss!.Value), result.Best.Loss, 1e-6);
        Assert.Equal(result.Starts.Min(s => s.Loss), result.Best.Loss);
        Assert.Single(result.ToString().Split('\n'), line => line.EndsWith("best", StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_start_is_the_training_that_the_seed_gives()
    {
        var result = RandomStarts.Run(SelectionModels.Spirals(), Spirals.Data(60), options: new() { Count = 2, Seed = 7 });
        var model = Spirals.NewModel(seed: 7);
        using var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = 7 });
        trainer.Fit(Spirals.Data(60), 6);
        Assert.Equal(model.Trained.Snapshot(), result.Starts[0].Model.Trained.Snapshot());
        Assert.NotEqual(model.Trained.Snapshot(), result.Starts[1].Model.Trained.Snapshot());
    }

    [Fact]
    public void Side_by_side_gives_the_bits_of_one_after_another()
    {
        var (one, many) = (Run(1), Run(4));
        Assert.Equal(one.ToEnsemble().Trained.Snapshot(), many.ToEnsemble().Trained.Snapshot());

        static RandomStartsResult<Model> Run(int parallelism) =>
            RandomStarts.Run(SelectionModels.Spirals(), Spirals.Data(60), options: new() { Count = 4, MaxParallelism = parallelism });
    }

    [Fact]
    public void Exact_epochs_pass_over_patience()
    {
        var data = Spirals.Data(30);
        var result = RandomStarts.Run(
            SelectionModels.Spirals(patience: 1, rate: 0.1), data, Spirals.Data(30, seed: 9),
            new() { Count = 2, ExactEpochs = 40 });
        Assert.All(result.Starts, s => Assert.Equal(40, s.History.Epochs.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomStarts.Run(SelectionModels.Spirals(), data, options: new() { Count = 0 }));
    }
}
