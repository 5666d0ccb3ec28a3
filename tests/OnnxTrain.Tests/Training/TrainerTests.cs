namespace OnnxTrain.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void It_learns_what_a_linear_model_cannot()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam(1e-2), options: new() { Seed = 1 });
        var history = trainer.Fit(Spirals.Data(400), epochs: 60, validation: Spirals.Data(200, seed: 2));
        Assert.True(history.Epochs[^1].ValidationMetric > 0.97, $"accuracy {history.Epochs[^1].ValidationMetric}");
        Assert.Equal(StopReason.Completed, history.StopReason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void The_same_seed_gives_the_same_bits_with_any_number_of_threads(double dropout)
    {
        var one = Train(threads: 1, seed: 5, dropout);
        Assert.Equal(one, Train(threads: 1, seed: 5, dropout));
        Assert.Equal(one, Train(threads: 2, seed: 5, dropout));
        Assert.Equal(one, Train(threads: 3, seed: 5, dropout));
        Assert.NotEqual(one, Train(threads: 1, seed: 6, dropout));
    }

    [Fact]
    public void Two_fits_in_a_row_are_one_long_fit()
    {
        var (whole, halves) = (Spirals.NewModel(), Spirals.NewModel());
        using (var trainer = new Trainer(whole, new Adam(), options: new() { Seed = 3 })) trainer.Fit(Spirals.Data(100), epochs: 6);
        using (var trainer = new Trainer(halves, new Adam(), options: new() { Seed = 3 }))
        {
            trainer.Fit(Spirals.Data(100), epochs: 2);
            trainer.Fit(Spirals.Data(100), epochs: 4);
        }

        Assert.Equal(whole.Trained.Snapshot(), halves.Trained.Snapshot());
    }

    [Fact]
    public void Early_stopping_returns_the_best_weights()
    {
        var (train, validation) = (Spirals.Data(30), Spirals.Data(30, seed: 9));
        var model = Spirals.NewModel();
        using var trainer = new Trainer(model, new Adam(3e-2), options: new() { Seed = 1, Patience = 3 });
        var history = trainer.Fit(train, epochs: 1000, validation);

        Assert.Equal(StopReason.EarlyStopping, history.StopReason);
        Assert.Equal(history.BestEpoch + 3, history.Epochs.Count);
        Assert.Equal(history.Epochs.Min(e => e.ValidationLoss), history.Best!.ValidationLoss);
        using var validator = new Validator<float>(model, trainer.Loss);
        Assert.Equal(history.Best.ValidationLoss, validator.Run(validation).Loss);
    }

    [Fact]
    public void Cancelling_ends_training_with_the_best_weights_so_far()
    {
        using var source = new CancellationTokenSource();
        var model = Spirals.NewModel();
        using var trainer = new Trainer(model, new Adam(), options: new() { Seed = 1 });
        var progress = new Listener(p =>
        {
            if (p.Result?.Epoch == 4) source.Cancel();
        });
        var validation = Spirals.Data(50, seed: 2);
        var history = trainer.Fit(Spirals.Data(100), epochs: 1000, validation, progress, source.Token);

        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(4, history.Epochs.Count);
        using var validator = new Validator<float>(model, trainer.Loss);
        Assert.Equal(history.Best!.ValidationLoss, validator.Run(validation).Loss);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_training_and_keeps_the_weights()
    {
        var model = Model.Regressor(new Linear(2, 2), Value.Input("x", ElementType.Float32, ["batch", 2]));
        var before = model.Trained.Snapshot();
        var features = Spirals.Data(100).Features[0];
        using var trainer = new Trainer(model, new Sgd(1e10), options: new() { Seed = 1 });
        var e = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(new Dataset(features, features), epochs: 50));

        Assert.Contains("at step ", e.Message, StringComparison.Ordinal);
        Assert.Contains("such as 1000000000", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, e.History!.BestEpoch);
        Assert.Equal(before, model.Trained.Snapshot());
        Assert.All(model.Parameters, p => Assert.All(p.ToTensor<float>().ToArray(), v => Assert.True(float.IsFinite(v))));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var data = Spirals.Data(128);
        using var step = new TrainingStep<float>(Spirals.NewModel(dropout: 0.2), new CrossEntropyLoss(), new Adam());
        using var reader = new BatchReader<float>(data, 32, seed: 1);
        for (var i = 0; i < 200; i++) step.Run(reader.Read(), 1e-3);

        // A thread that takes over another one's part of the work for the first time makes its memory then: not in every hundred steps.
        Assert.Contains(Enumerable.Range(0, 5), _ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) step.Run(reader.Read(), 1e-3);
            return GC.GetAllocatedBytesForCurrentThread() == before;
        });
    }

    [Fact]
    public void Progress_tells_each_epoch_in_order()
    {
        var told = new List<int>();
        using var trainer = new Trainer(Spirals.NewModel(), new Adam());
        trainer.Fit(Spirals.Data(64), epochs: 5, progress: new Listener(p =>
        {
            if (p.Result is not null) told.Add(p.Epoch);
        }));
        Assert.Equal([1, 2, 3, 4, 5], told);
    }

    [Fact]
    public void Data_that_do_not_fit_are_refused_in_words()
    {
        var model = Model.Classifier(new Linear(3, 2), Value.Input("x", ElementType.Float32, ["batch", 3]), classes: 2);
        using var trainer = new Trainer(model, new Adam());
        var e = Assert.Throws<ArgumentException>(() => trainer.Fit(Spirals.Data(10), epochs: 1));
        Assert.Contains("takes 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_depends_on_no_parameter_is_refused()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam(), new Nothing());
        Assert.Contains(
            "no parameter",
            Assert.Throws<ArgumentException>(() => trainer.Fit(Spirals.Data(10), epochs: 1)).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Train(int threads, ulong seed, double dropout)
    {
        var before = Parallelism.MaxThreads;
        Parallelism.MaxThreads = threads;
        try
        {
            var model = Spirals.NewModel(dropout: dropout);
            using var trainer = new Trainer(model, new Adam(), options: new() { Seed = seed, BatchSize = 96 });
            trainer.Fit(Spirals.Data(500), epochs: 3);
            return model.Trained.Snapshot();
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    private sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }

    private sealed class Nothing : Loss
    {
        public override TensorType TargetType(TensorType output) => new(ElementType.Int64, [output.Shape[0]]);

        public override Value Of(Value output, Value target) => target.Cast(ElementType.Float32).Mean();
    }
}
