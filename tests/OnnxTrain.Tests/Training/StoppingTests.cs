using System.Diagnostics;

namespace OnnxTrain.Tests.Training;

/// <summary>Which rows are taken, and when training stops.</summary>
public sealed class StoppingTests
{
    [Fact]
    public void A_full_batch_is_one_step_an_epoch()
    {
        var (full, large) = (Spirals.NewModel(), Spirals.NewModel());
        using (var trainer = new Trainer(full, new Adam(), options: new() { Sampling = Sampling.FullBatch, BatchSize = 7 }))
            trainer.Fit(Spirals.Data(50), epochs: 3);
        using (var trainer = new Trainer(large, new Adam(), options: new() { Sampling = Sampling.InOrder, BatchSize = 50 }))
            trainer.Fit(Spirals.Data(50), epochs: 3);
        Assert.Equal(large.Trained.Snapshot(), full.Trained.Snapshot());
    }

    [Fact]
    public void Rows_drawn_with_replacement_are_all_rows_alike()
    {
        const int rows = 100, epochs = 1000;
        var (counts, order, repeated) = (new int[rows], new int[rows], 0);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            RowOrder.Draw(5, epoch, order);
            foreach (var row in order) counts[row]++;
            if (order.Distinct().Count() < rows) repeated++;
        }

        // The number of times that a row is drawn has the mean 1000 and the standard deviation √(1000 · 0.99) ≈ 31.
        Assert.All(counts, count => Assert.InRange(count, epochs - 160, epochs + 160));
        Assert.Equal(epochs, repeated);
    }

    [Fact]
    public void Training_learns_from_rows_drawn_with_replacement()
    {
        using var trainer = new Trainer(
            Spirals.NewModel(), new Adam(1e-2), options: new() { Seed = 1, Sampling = Sampling.WithReplacement });
        Assert.True(trainer.Fit(Spirals.Data(400), epochs: 60).Epochs[^1].TrainingMetric > 0.95);
    }

    [Fact]
    public void The_training_loss_reaches_its_threshold()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam(1e-2), options: new() { Seed = 1, LossThreshold = 0.3 });
        var history = trainer.Fit(Spirals.Data(400), epochs: 1000);
        Assert.Equal(StopReason.LossReached, history.StopReason);
        Assert.True(history.Epochs[^1].TrainingLoss <= 0.3);
        Assert.All(history.Epochs.SkipLast(1), e => Assert.True(e.TrainingLoss > 0.3));
    }

    [Fact]
    public void Time_is_up_within_an_epoch()
    {
        var model = Spirals.NewModel();
        using var trainer = new Trainer(model, new Adam(), options: new() { BatchSize = 1, TimeLimit = TimeSpan.FromMilliseconds(200) });
        var started = Stopwatch.GetTimestamp();
        var history = trainer.Fit(Spirals.Data(1_000_000), epochs: 100);
        Assert.Equal(StopReason.TimeLimit, history.StopReason);
        Assert.Single(history.Epochs);
        Assert.Equal("1", model.Metadata["training.kept_epoch"]);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(StopReason.LossReached, null, true)]
    [InlineData(StopReason.LossReached, 3, false)]
    [InlineData(StopReason.TimeLimit, null, true)]
    [InlineData(StopReason.Completed, null, true)]
    [InlineData(StopReason.Cancelled, null, false)]
    public void Without_patience_the_last_weights_stay(StopReason reason, int? patience, bool stay) =>
        Assert.Equal(stay, StopRules.KeepsLast(reason, patience));

    [Fact]
    public void A_time_limit_has_to_be_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(
            Spirals.NewModel(), new Adam(), options: new() { TimeLimit = TimeSpan.Zero }));
}
