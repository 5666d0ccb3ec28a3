using System.Numerics.Tensors;
using OnnxTrain.Tests.Data;
using OnnxTrain.Tests.Training;
using static OnnxTrain.Tests.Layers.StepUpdateModules;

namespace OnnxTrain.Tests.Layers;

/// <summary>Variables of a module that training steps update: when they change, and where they are kept.</summary>
public sealed class StepUpdateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_step_updates_and_validation_does_not()
    {
        var model = new Model(new Counter(), X(2));
        var count = model.Buffers.Single();
        using var trainer = new Trainer(model, new Sgd(1e-6), new MseLoss(), new() { BatchSize = 8 });
        trainer.Fit(Rows(20), epochs: 2, validation: Rows(30));
        Assert.Equal(6, count.ToTensor<float>()[0]); // 3 batches, 2 epochs
        using var function = new Function(model.Inputs, [model.Output]);
        function.Run<float>(Tensor.Create(new float[4], [2, 2]));
        Assert.Equal(6, count.ToTensor<float>()[0]);
    }

    [Fact]
    public void Steps_that_only_gather_gradients_update_too()
    {
        var model = new Model(new Counter(), X(2));
        using var trainer = new Trainer(model, new Sgd(1e-6), new MseLoss(), new() { BatchSize = 4, AccumulationSteps = 3 });
        trainer.Fit(Rows(20), epochs: 2);
        Assert.Equal(10, model.Buffers.Single().ToTensor<float>()[0]);
    }

    [Fact]
    public void A_diagnosed_step_updates_once()
    {
        var model = new Model(new Counter(), X(2));
        using var trainer = new Trainer(model, new Sgd(0.01), new MseLoss(), new() { BatchSize = 10, Diagnose = true });
        trainer.Fit(Rows(20), epochs: 3);
        Assert.Equal(6, model.Buffers.Single().ToTensor<float>()[0]);
    }

    [Fact]
    public void A_module_that_is_used_twice_updates_twice()
    {
        var model = new Model(new Twice(), X(2));
        using var trainer = new Trainer(model, new Sgd(1e-6), new MseLoss(), new() { BatchSize = 10 });
        trainer.Fit(Rows(20), epochs: 2);
        Assert.Equal(8, model.Buffers.Single().ToTensor<float>()[0]);
    }

    /// <summary>Each step moves three numbers on by one place; the last of them is read by nothing but an update.</summary>
    [Fact]
    public void A_variable_may_take_the_value_of_another()
    {
        var model = new Model(new Rotating(), X(2));
        using var trainer = new Trainer(model, new Sgd(1e-6), new MseLoss(), new() { BatchSize = 20 });
        trainer.Fit(Rows(20), epochs: 1);
        Assert.Equal(
            [2f, 3, 1],
            new[] { "a", "b", "c" }.Select(name => model.Buffers.Single(v => v.Name == name).ToTensor<float>()[0]));
    }

    [Fact]
    public void A_variable_that_is_learned_or_of_another_module_is_refused()
    {
        Assert.Contains(
            "optimizer",
            Assert.Throws<ArgumentException>(() => new Model(new Wrong(ofAnother: false), X(2))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "not its own variable",
            Assert.Throws<ArgumentException>(() => new Model(new Wrong(ofAnother: true), X(2))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_epochs_statistics_return_with_its_weights()
    {
        // The rate is far too high, so that the first epoch stays the best, and patience ends the run.
        var model = Normalized(seed: 3);
        var epochs = new List<byte[]>();
        using var trainer = new Trainer(model, new Sgd(30), new CrossEntropyLoss(), new()
        {
            Seed = 1, BatchSize = 16, Patience = 2,
        });
        var history = trainer.Fit(
            Spirals.Data(60), epochs: 12, Spirals.Data(30, seed: 2),
            new Each(p => epochs.Add(model.Buffered.Snapshot())));
        Assert.True(history.BestEpoch < history.Epochs.Count);
        var last = epochs[^1];
        Assert.NotEqual(last, model.Buffered.Snapshot());
        Assert.Equal(Straight(history.BestEpoch).Buffered.Snapshot(), model.Buffered.Snapshot());
        Assert.Equal(Straight(history.BestEpoch).Trained.Snapshot(), model.Trained.Snapshot());

        static Model Straight(int epochs)
        {
            var model = Normalized(seed: 3);
            using var trainer = new Trainer(model, new Sgd(30), new CrossEntropyLoss(), new() { Seed = 1, BatchSize = 16 });
            trainer.Fit(Spirals.Data(60), epochs);
            return model;
        }
    }

    [Fact]
    public void Divergence_gives_the_statistics_of_the_start_back()
    {
        var model = new Model(new Exploding(), X(2));
        var before = model.Buffered.Snapshot();
        using var trainer = new Trainer(model, new Sgd(1e30), new MseLoss(), new() { BatchSize = 4 });
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Rows(20), epochs: 5));
        Assert.Equal(before, model.Buffered.Snapshot());
    }

    [Fact]
    public void A_run_in_many_sittings_has_the_statistics_of_the_run_in_one()
    {
        var expected = Normalized(seed: 3);
        using (var trainer = NewTrainer(expected, null)) trainer.Fit(Spirals.Data(70), epochs: 4, Spirals.Data(30, seed: 2));
        for (var epochs = 1; ; epochs++)
        {
            var model = Normalized(seed: 3);
            if (epochs > 1) Lose(model);
            using var trainer = NewTrainer(model, new(_folder.Path) { Resume = epochs > 1 });
            trainer.Fit(Spirals.Data(70), epochs, Spirals.Data(30, seed: 2));
            if (epochs < 4) continue;
            Assert.Equal(expected.Trained.Snapshot(), model.Trained.Snapshot());
            Assert.Equal(expected.Buffered.Snapshot(), model.Buffered.Snapshot());
            break;
        }

        static Trainer NewTrainer(Model model, CheckpointOptions? checkpoint) =>
            new(model, new Adam(0.05),
                options: new() { Seed = 1, BatchSize = 16, AccumulationSteps = 2, AverageDecay = 0.9, Checkpoint = checkpoint });
    }

    [Fact]
    public void A_run_stopped_within_an_epoch_goes_on_with_its_statistics()
    {
        var expected = Normalized(seed: 3);
        using (var trainer = New(expected, null, null)) trainer.Fit(Spirals.Data(70), epochs: 3);
        var (resume, model) = (false, expected);
        for (var isDone = false; !isDone; resume = true)
        {
            using var source = new CancellationTokenSource();
            model = Normalized(seed: 3);
            if (resume) Lose(model);
            using var trainer = New(model, new(_folder.Path) { Resume = resume }, new Countdown(3, source));
            isDone = trainer.Fit(Spirals.Data(70), epochs: 3, cancellationToken: source.Token).StopReason == StopReason.Completed;
        }

        Assert.Equal(expected.Trained.Snapshot(), model.Trained.Snapshot());
        Assert.Equal(expected.Buffered.Snapshot(), model.Buffered.Snapshot());

        static Trainer New(Model model, CheckpointOptions? checkpoint, LearningRateSchedule? schedule) =>
            new(model, new Adam(0.05),
                options: new() { Seed = 1, BatchSize = 16, Checkpoint = checkpoint, Schedule = schedule ?? new Countdown(0, null) });
    }

    [Fact]
    public void A_range_test_leaves_the_statistics_as_they_were()
    {
        var model = Normalized(seed: 3);
        using var trainer = new Trainer(model, new Adam(), new CrossEntropyLoss(), new() { BatchSize = 16 });
        trainer.Fit(Spirals.Data(60), epochs: 1);
        var before = model.Buffered.Snapshot();
        new LearningRateRangeTest { Steps = 10 }.Run(trainer, Spirals.Data(60));
        Assert.Equal(before, model.Buffered.Snapshot());
    }

    [Fact]
    public void A_copy_goes_on_by_itself()
    {
        var network = new Sequential(new Linear(2, 4), new BatchNorm1d(4), new Linear(4, 2));
        var model = Model.Classifier(network, X(2), 2);
        using (var trainer = new Trainer(
            model, new Adam(0.05), options: new() { BatchSize = 16 })) trainer.Fit(Spirals.Data(60), epochs: 2);
        var copy = Model.Copy(network, X(2));
        Assert.Equal(model.Buffered.Snapshot(), copy.Buffered.Snapshot());
        var before = model.Buffered.Snapshot();
        using (var trainer = new Trainer(copy, new Adam(0.05), new CrossEntropyLoss(), new() { BatchSize = 16 }))
            trainer.Fit(Spirals.Data(60), epochs: 2);
        Assert.Equal(before, model.Buffered.Snapshot());
        Assert.NotEqual(before, copy.Buffered.Snapshot());
    }

    [Fact]
    public void Averaged_weights_come_with_the_last_statistics()
    {
        var (plain, averaged) = (Normalized(seed: 3), Normalized(seed: 3));
        using (var trainer = new Trainer(plain, new Sgd(0.1), new CrossEntropyLoss(), new() { Seed = 1, BatchSize = 16 }))
            trainer.Fit(Spirals.Data(60), epochs: 3);
        using (
            var trainer = new Trainer(averaged, new Sgd(0.1), new CrossEntropyLoss(), new()
            {
                Seed = 1, BatchSize = 16, AverageDecay = 0.9,
            }))
            trainer.Fit(Spirals.Data(60), epochs: 3, Spirals.Data(30, seed: 2));
        Assert.NotEqual(plain.Trained.Snapshot(), averaged.Trained.Snapshot());
        Assert.Equal(plain.Buffered.Snapshot(), averaged.Buffered.Snapshot());
    }

    [Fact]
    public void Weights_are_saved_and_loaded_under_the_names_of_PyTorch()
    {
        var first = Normalized(seed: 3);
        using (var trainer = new Trainer(first, new Adam(0.05), new CrossEntropyLoss(), new() { BatchSize = 16 }))
            trainer.Fit(Spirals.Data(60), epochs: 1);
        var path = Path.Combine(_folder.Path, "w.safetensors");
        first.SaveWeights(path);
        var second = Normalized(seed: 5);
        var loaded = second.LoadWeights(path);
        Assert.Superset(
            new HashSet<string> { "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked" },
            loaded.Loaded.ToHashSet());
        Assert.Equal(first.Buffered.Snapshot(), second.Buffered.Snapshot());
        Assert.Equal(first.Trained.Snapshot(), second.Trained.Snapshot());
        Assert.Equal(
            4,
            second.Buffers.Single(v => v.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToTensor<float>()[0]);
    }

    [Fact]
    public void An_ensemble_takes_the_statistics_of_its_members()
    {
        Model[] members = [Normalized(seed: 3), Normalized(seed: 4)];
        foreach (var member in members)
        {
            using var trainer = new Trainer(member, new Adam(0.05), new CrossEntropyLoss(), new() { BatchSize = 16 });
            trainer.Fit(Spirals.Data(60), epochs: 1);
        }

        var ensemble = new EnsembleModel(members, EnsembleMethod.Mean);
        Assert.Equal(
            members.SelectMany(m =>
                m.Buffers.Where(v => v.LocalName.StartsWith("running", StringComparison.Ordinal))
                    .SelectMany(v => v.ToTensor<float>().ToArray())),
            ensemble.Buffers.SelectMany(v => v.ToTensor<float>().ToArray()));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var step = new TrainingStep<float>(Normalized(seed: 3), new CrossEntropyLoss(), new Adam());
        using var reader = new BatchReader<float>(Spirals.Data(128), 32, seed: 1);
        for (var i = 0; i < 200; i++) step.Run(reader.Read(), 1e-3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) step.Run(reader.Read(), 1e-3);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Value X(int width) => Value.Input("x", ElementType.Float32, ["batch", width]);

    private static Dataset Rows(int count) =>
        new(
            [Tensor.Create(Enumerable.Range(0, 2 * count).Select(i => (float)Math.Sin(i)).ToArray(), [count, 2])],
            Tensor.Create(new float[2 * count], [count, 2]));

    /// <summary>Spoils all values: what a run goes on from has to come from its checkpoint.</summary>
    private static void Lose(Model model)
    {
        foreach (var variable in model.Parameters.Concat(model.Buffers))
            variable.AssignNumbers([.. Enumerable.Repeat(0.5, variable.Count)]);
    }

    private static Model Normalized(ulong seed)
    {
        var model = Model.Classifier(new Sequential(new Linear(2, 8), new BatchNorm1d(8), new Tanh(), new Linear(8, 2)), X(2), 2);
        model.Initialize(seed);
        return model;
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Result is not null) action(value);
        }
    }

    /// <summary>A constant rate; after so many steps the run is cancelled.</summary>
    private sealed class Countdown(int steps, CancellationTokenSource? source) : LearningRateSchedule
    {
        private int _left = steps;

        public override double Factor(long time, IReadOnlyList<double> losses)
        {
            if (losses is List<double> && --_left == 0) source?.Cancel(); // the run's own list: not a question for the schedule's text
            return 1;
        }
    }
}
