using OnnxTrain.Tests.Data;

namespace OnnxTrain.Tests.Training;

/// <summary>A run that was stopped and goes on is the run that was never stopped, bit for bit.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Settings => [.. Trainers.Keys];

    private static Dictionary<string, Func<Model, CheckpointOptions?, Action?, Trainer>> Trainers { get; } =
        new()
        {
            ["plain"] = (m, c, s) =>
                new(m, new Sgd(0.1), options: new()
                {
                    Seed = 3, Checkpoint = c, Schedule = new Watched(null, s) { Unit = ScheduleUnit.Step },
                }),
            ["adam, patience"] = (m, c, s) =>
                new(m, new Adam(0.02) { AmsGrad = true }, options: new()
                {
                    Seed = 3, Patience = 2, Checkpoint = c, Schedule = new Watched(null, s) { Unit = ScheduleUnit.Step },
                }),
            ["accumulated gradients"] = (m, c, s) =>
                new(m, new Sgd(0.1) { Momentum = 0.9 }, options: new()
                {
                    Seed = 3, AccumulationSteps = 3, Checkpoint = c, Schedule = new Watched(null, s) { Unit = ScheduleUnit.Step },
                }),
            ["mean of weights"] = (m, c, s) =>
                new(m, new RmsProp(0.01) { Centered = true, Momentum = 0.5 }, options: new()
                {
                    Seed = 3, AverageDecay = 0.9, Checkpoint = c, Schedule = new Watched(null, s) { Unit = ScheduleUnit.Step },
                }),
            ["schedule by steps"] = (m, c, s) =>
                new(m, new NAdam(0.01), options: new()
                {
                    Seed = 3, Checkpoint = c, Schedule = new Watched(new OneCycleSchedule(60), s) { Unit = ScheduleUnit.Step },
                }),
            ["schedule by losses"] = (m, c, s) =>
                new(m, new Adam(0.05), options: new()
                {
                    Seed = 3, Checkpoint = c, Schedule = new PlateauSchedule(0.5, patience: 0),
                }),
            ["drawn with replacement"] = (m, c, s) =>
                new(m, new AdamW(0.01), options: new()
                {
                    Seed = 3, Sampling = Sampling.WithReplacement, ClipNorm = 1, Checkpoint = c,
                    Schedule = new Watched(null, s) { Unit = ScheduleUnit.Step },
                }),
            ["penalty and limit"] = (m, c, s) =>
                new(m, new AdaGrad(0.1), options: new()
                {
                    Seed = 3, Penalty = new WeightPenalty { L1 = 1e-3 }, Constraint = new UnitNormLimit(2), Checkpoint = c,
                    Schedule = new Watched(null, s) { Unit = ScheduleUnit.Step },
                }),
        };

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_run_in_many_sittings_is_the_run_in_one(string settings)
    {
        var expected = Train(settings, null, CancellationToken.None);
        var actual = InSittings(settings);
        Assert.Equal(expected.Weights, actual.Weights);
        Assert.Equal(expected.History.BestEpoch, actual.History.BestEpoch);
        Assert.Equal(expected.History.StopReason, actual.History.StopReason);
        Assert.Equal(expected.History.Epochs.Select(Numbers), actual.History.Epochs.Select(Numbers));
    }

    [Fact]
    public void A_finished_run_gives_its_result_again()
    {
        var first = Train("adam, patience", Options(), CancellationToken.None);
        var again = Train("adam, patience", Options(resume: true), CancellationToken.None);
        Assert.Equal(first.Weights, again.Weights);
        Assert.Equal(first.History.Epochs, again.History.Epochs);
        Assert.Equal(first.History.StopReason, again.History.StopReason);
    }

    [Fact]
    public void More_epochs_go_on_where_fewer_ended()
    {
        var expected = Train("plain", null, CancellationToken.None, epochs: 6);
        Train("plain", Options(), CancellationToken.None, epochs: 2);
        Assert.Equal(expected.Weights, Train("plain", Options(resume: true), CancellationToken.None, epochs: 6).Weights);
    }

    [Fact]
    public void The_checkpoint_of_an_earlier_run_is_not_overwritten()
    {
        Train("plain", Options(), CancellationToken.None);
        var before = File.ReadAllBytes(Options().Path);
        var e = Assert.Throws<DataException>(() => Train("plain", Options(), CancellationToken.None));
        Assert.Contains("Resume it", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Options().Path));
    }

    [Theory]
    [InlineData("adam, patience", "its optimizer is Sgd; here it is Adam")]
    [InlineData("accumulated gradients", "its number of accumulation steps is 1; here it is 3")]
    [InlineData("drawn with replacement", "its sampling is Shuffled; here it is WithReplacement")]
    public void A_checkpoint_of_another_run_is_refused(string settings, string expected)
    {
        Train("plain", Options(), CancellationToken.None);
        var model = Spirals.NewModel(dropout: 0.1);
        using var trainer = Trainers[settings](model, Options(resume: true), null);
        var before = model.Trained.Snapshot();
        Assert.Contains(expected, Assert.Throws<DataException>(() => trainer.Fit(Spirals.Data(50), 3)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Trained.Snapshot());
    }

    [Fact]
    public void Other_data_are_refused()
    {
        Train("plain", Options(), CancellationToken.None);
        using var trainer = Trainers["plain"](Spirals.NewModel(dropout: 0.1), Options(resume: true), null);
        Assert.Contains(
            "training data",
            Assert.Throws<DataException>(() => trainer.Fit(Spirals.Data(50, seed: 9), 3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_in_the_optimizer_is_refused()
    {
        using (var first = new Trainer(Spirals.NewModel(), new Adam { Beta1 = 0.9 }, options: new() { Checkpoint = Options() }))
            first.Fit(Spirals.Data(50), 1);
        using var second = new Trainer(Spirals.NewModel(), new Adam { Beta1 = 0.8 }, options: new() { Checkpoint = Options(resume: true) });
        Assert.Contains(
            "settings of the optimizer",
            Assert.Throws<DataException>(() => second.Fit(Spirals.Data(50), 2)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_checkpoint_that_was_cut_is_refused(int length)
    {
        Train("plain", Options(), CancellationToken.None);
        File.WriteAllBytes(Options().Path, File.ReadAllBytes(Options().Path)[..length]);
        var e = Assert.Throws<DataException>(() => Train("plain", Options(resume: true), CancellationToken.None));
        Assert.Contains("not a valid safetensors file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_with_a_checkpoint_fits_once()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(0.1), options: new() { Checkpoint = Options() });
        trainer.Fit(Spirals.Data(20), 1);
        Assert.Throws<InvalidOperationException>(() => trainer.Fit(Spirals.Data(20), 1));
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted()
    {
        Directory.CreateDirectory(Options().Folder);
        var left = Path.Combine(Options().Folder, $".{CheckpointOptions.FileName}.x1y2");
        File.WriteAllText(left, "part");
        Train("plain", Options(), CancellationToken.None);
        Assert.Equal([Options().Path], Directory.GetFiles(Options().Folder));
    }

    [Fact]
    public void The_weights_of_a_checkpoint_load_into_a_model()
    {
        var trained = Train("plain", Options(), CancellationToken.None);
        var model = Spirals.NewModel(seed: 77);
        model.LoadWeights(Options().Path);
        Assert.Equal(trained.Weights, model.Trained.Snapshot());
    }

    [Fact]
    public void The_text_of_a_state_keeps_every_bit()
    {
        var state = new CheckpointState
        {
            Step = long.MaxValue,
            Results = [new(1, 0.1 + 0.2, null, double.Epsilon, double.NaN, 1e-300, 1.0 / 3, double.PositiveInfinity)],
            Sums = new(3, 1L << 40, 1e9 / 7, Math.PI, 0.7, 5e-324, 1e11 / 3, 2.5),
            BestEpoch = 1,
            BestLoss = double.PositiveInfinity,
            BestRank = -0.1 - 0.2,
            ScheduleSteps = 9,
            ScheduleLosses = [-0.0],
            BaseLearningRate = 0.1 + 0.2,
            MetricSums = [1.0 / 3, double.NegativeInfinity],
            Callbacks = [("A", "what \"it\" keeps"), ("B", null)],
            IsStopped = true,
            Seconds = 1234.5678901234567,
            SecondsAtLastEpoch = 0,
        };
        var again = CheckpointText.Parse(CheckpointText.Of(state));
        Assert.Equal(state.Results, again.Results);
        Assert.Equal((state.BestLoss, state.BestRank), (again.BestLoss, again.BestRank));
        Assert.Equal(
            state.ScheduleLosses.Select(BitConverter.DoubleToInt64Bits), again.ScheduleLosses.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(state.MetricSums, again.MetricSums);
        Assert.Equal(state.Callbacks, again.Callbacks);
        var same = again with
        {
            Results = state.Results, ScheduleLosses = state.ScheduleLosses, MetricSums = state.MetricSums, Callbacks = state.Callbacks,
        };
        Assert.Equal(state, same);
    }

    private CheckpointOptions Options(bool resume = false) =>
        new(Path.Combine(_folder.Path, "run")) { Resume = resume, Interval = TimeSpan.Zero };

    /// <summary>Stops after 1, 2, 3 … steps of a sitting until the run is done: in the middle of epochs and at their ends.</summary>
    private (byte[] Weights, History History) InSittings(string settings)
    {
        for (var sitting = 1; ; sitting++)
        {
            using var stop = new CancellationTokenSource();
            var steps = 0;
            var run = Train(settings, Options(resume: true), stop.Token, afterStep: () =>
            {
                if (++steps >= sitting % 5) stop.Cancel();
            });
            if (run.History.StopReason != StopReason.Cancelled) return run;
            Assert.True(sitting < 200, "No end.");
        }
    }

    private static (byte[] Weights, History History) Train(
        string settings, CheckpointOptions? options, CancellationToken cancellationToken, int epochs = 8, Action? afterStep = null)
    {
        var model = Spirals.NewModel(dropout: 0.1);
        using var trainer = Trainers[settings](model, options, afterStep);
        var atEpochs = settings == "schedule by losses" && afterStep is not null ? new Reported(afterStep) : null;
        var history = trainer.Fit(Spirals.Data(100), epochs, Spirals.Data(40, seed: 2), atEpochs, cancellationToken);
        return (model.Trained.Snapshot(), history);
    }

    /// <summary>All of a result that does not depend on the clock.</summary>
    private static (int, double, double?, double?, double?, double) Numbers(EpochResult e) =>
        (e.Epoch, e.TrainingLoss, e.TrainingMetric, e.ValidationLoss, e.ValidationMetric, e.LearningRate);

    private sealed class Reported(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }

    /// <summary>A schedule that says when a step was made: it is asked for the next time then.</summary>
    private sealed class Watched(LearningRateSchedule? schedule, Action? afterStep) : LearningRateSchedule
    {
        private long _last;

        public override double Factor(long time, IReadOnlyList<double> losses)
        {
            if (time == _last + 1 && losses is List<double>)
                afterStep?.Invoke(); // the run's own list: not a question for the schedule's text
            _last = time;
            return schedule?.Factor(time, losses) ?? 1;
        }
    }
}
