namespace OnnxTrain.Tests.Training;

/// <summary>The rate in the course of training.</summary>
public sealed class ScheduledTrainingTests
{
    [Fact]
    public void The_history_holds_the_rate_of_each_epoch()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam(1e-2), options: new() { Schedule = new StepSchedule(2, 0.5) });
        var first = trainer.Fit(Spirals.Data(50), epochs: 3);
        var second = trainer.Fit(Spirals.Data(50), epochs: 2);
        Assert.Equal([1e-2, 1e-2, 5e-3, 5e-3, 2.5e-3], first.Epochs.Concat(second.Epochs).Select(e => e.LearningRate));
    }

    [Fact]
    public void A_schedule_of_steps_changes_the_rate_within_an_epoch()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(0.1), options: new()
        {
            BatchSize = 10, Schedule = new InverseTimeSchedule(1) { Unit = ScheduleUnit.Step },
        });
        var rates = trainer.Fit(Spirals.Data(50), epochs: 2).Epochs.Select(e => e.LearningRate);
        Assert.Equal([0.1 * (1 / 5.0), 0.1 * (1 / 10.0)], rates);
    }

    [Fact]
    public void Steps_follow_the_rate()
    {
        Assert.Equal(Final(new Sgd(0.1), new ConstantSchedule(0.5)), Final(new Sgd(0.05), null));
        Assert.NotEqual(Final(new Sgd(0.1), new ExponentialSchedule(0.5)), Final(new Sgd(0.1), null));

        static byte[] Final(Optimizer optimizer, LearningRateSchedule? schedule)
        {
            var model = Spirals.NewModel();
            using var trainer = new Trainer(model, optimizer, options: new() { Schedule = schedule });
            trainer.Fit(Spirals.Data(50), epochs: 2);
            return model.Trained.Snapshot();
        }
    }

    [Fact]
    public void The_validation_loss_drives_the_plateau()
    {
        using var trainer = new Trainer(
            Spirals.NewModel(), new Adam(3e-2), options: new() { Seed = 1, Schedule = new PlateauSchedule(0.5, patience: 1) });
        var epochs = trainer.Fit(Spirals.Data(30), epochs: 60, validation: Spirals.Data(30, seed: 9)).Epochs;
        var schedule = new PlateauSchedule(0.5, patience: 1);
        var expected = epochs.Select((_, t) => 3e-2 * schedule.Factor(t, [.. epochs.Take(t).Select(e => e.ValidationLoss!.Value)]));
        Assert.Equal(expected, epochs.Select(e => e.LearningRate));
        Assert.True(epochs[^1].LearningRate < 3e-2);
    }

    [Fact]
    public void A_factor_that_is_no_number_is_refused()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam(), options: new() { Schedule = new Broken() });
        Assert.Contains(
            "Broken",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Spirals.Data(10), epochs: 1)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// A table is asked for the times of the run alone, or need not answer others: its length is the epochs, or the steps, of the run.
    /// </summary>
    [Theory]
    [InlineData(ScheduleUnit.Epoch, 3)]
    [InlineData(ScheduleUnit.Step, 3 * 2)]
    public void A_table_of_factors_is_as_long_as_the_run(ScheduleUnit unit, int length)
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-table-");
        try
        {
            var factors = Enumerable.Range(1, length).Select(i => 1.0 / i).ToArray();
            using var trainer = new Trainer(Spirals.NewModel(), new Adam(), options: new()
            {
                Schedule = new Table(factors) { Unit = unit }, Checkpoint = new(folder.FullName),
            });
            var history = trainer.Fit(Spirals.Data(64), epochs: 3, validation: Spirals.Data(10));
            Assert.Equal(1e-3 * factors[^1], history.Epochs[^1].LearningRate, 1e-12);
            using var curve = new Trainer(Spirals.NewModel(), new Adam(), options: new() { Schedule = new Table(factors) { Unit = unit } });
            Assert.Equal(StopReason.Completed, curve.Fit(Spirals.Data(64), epochs: 3).StopReason);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Table(double[] factors) : LearningRateSchedule
    {
        public override double Factor(long time, IReadOnlyList<double> losses) => factors[time];
    }

    private sealed class Broken : LearningRateSchedule
    {
        public override double Factor(long time, IReadOnlyList<double> losses) => double.NaN;
    }
}
