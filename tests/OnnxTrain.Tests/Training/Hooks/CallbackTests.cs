using System.Globalization;

namespace OnnxTrain.Tests.Training.Hooks;

/// <summary>Callbacks that stop a run, change its rate and keep a state; resumed from a checkpoint the run has the same bits.</summary>
public sealed class CallbackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnxtrain-callbacks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_callback_stops_after_a_step_and_the_epoch_is_told()
    {
        var stop = TrainingCallback.EachStep(context =>
        {
            if (context.Step == 13) context.Stop();
        });
        using var trainer = New(Spirals.NewModel(), stop);
        var history = trainer.Fit(Spirals.Data(80), epochs: 9, validation: Spirals.Data(20));
        Assert.Equal((StopReason.Callback, 3), (history.StopReason, history.Epochs.Count));
        Assert.NotNull(history.Epochs[2].ValidationLoss);
    }

    [Fact]
    public void A_callback_stops_after_an_epoch_and_sees_its_result()
    {
        var seen = new List<(int, double?)>();
        var stop = TrainingCallback.EachEpoch(context =>
        {
            seen.Add((context.Epoch, context.Result!.ValidationLoss));
            if (context.Epoch == 3) context.Stop();
        });
        using var trainer = New(Spirals.NewModel(), stop);
        var history = trainer.Fit(Spirals.Data(80), epochs: 9, validation: Spirals.Data(20));
        Assert.Equal(StopReason.Callback, history.StopReason);
        Assert.Equal(history.Epochs.Select(e => (e.Epoch, e.ValidationLoss)), seen);
    }

    [Fact]
    public void A_callback_changes_the_rate_of_the_next_step_and_a_schedule_is_a_factor_of_it()
    {
        var rates = new List<double>();
        var halve = TrainingCallback.EachStep(context =>
        {
            rates.Add(context.LearningRate);
            if (context.Step == 2) context.BaseLearningRate = 0.25;
        });
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(1), options: new()
        {
            BatchSize = 16, Callbacks = [halve], Schedule = new StepSchedule(1, 0.5),
        });
        trainer.Fit(Spirals.Data(64), epochs: 2);
        Assert.Equal([1, 1, 0.25, 0.25, 0.125, 0.125, 0.125, 0.125], rates);
        Assert.Equal(0.25, trainer.BaseLearningRate);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(17)]
    public void A_resumed_run_with_callbacks_has_the_same_bits(int interruptedAfter)
    {
        var (whole, parts) = (Spirals.NewModel(), Spirals.NewModel());
        History one, other;
        using (var trainer = New(whole, new Halving())) one = trainer.Fit(Spirals.Data(64), epochs: 9);
        var checkpoint = new CheckpointOptions(_folder) { Resume = true, Interval = TimeSpan.Zero };
        using (var cancel = new CancellationTokenSource())
        {
            var interrupt = TrainingCallback.EachStep(context =>
            {
                if (context.Step == interruptedAfter) cancel.Cancel();
            });
            using var trainer = New(parts, checkpoint, new Halving(), interrupt);
            trainer.Fit(Spirals.Data(64), epochs: 9, cancellationToken: cancel.Token);
        }

        using (var trainer = New(parts, checkpoint, new Halving())) other = trainer.Fit(Spirals.Data(64), epochs: 9);
        Assert.Equal(StopReason.Callback, one.StopReason);
        Assert.Equal((one.StopReason, one.Epochs.Count), (other.StopReason, other.Epochs.Count));
        Assert.Equal(one.Epochs.Select(e => (e.LearningRate, e.TrainingLoss)), other.Epochs.Select(e => (e.LearningRate, e.TrainingLoss)));
        Assert.Equal(whole.Trained.Snapshot(), parts.Trained.Snapshot());

        // It has ended, and is not stopped twice.
        using (var trainer = New(parts, checkpoint, new Halving()))
            Assert.Equal(other.Epochs.Count, trainer.Fit(Spirals.Data(64), epochs: 9).Epochs.Count);
    }

    [Fact]
    public void A_run_whose_callback_kept_a_state_is_not_resumed_without_it()
    {
        var checkpoint = new CheckpointOptions(_folder) { Resume = true };
        using (var trainer = New(Spirals.NewModel(), checkpoint, new Halving())) trainer.Fit(Spirals.Data(64), epochs: 1);
        using var without = New(Spirals.NewModel(), checkpoint);
        Assert.Contains(
            nameof(Halving), Assert.Throws<DataException>(() => without.Fit(Spirals.Data(64), epochs: 2)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_with_callbacks_and_metrics_allocate_nothing()
    {
        var meter = new Meter();
        using var trainer = new Trainer(Spirals.NewModel(), new Adam(), options: new()
        {
            BatchSize = 4, Callbacks = [meter], Metrics = [new("largest", (output, _) => output.Max())],
        });
        trainer.Fit(Spirals.Data(400), epochs: 2);
        Assert.Equal(0, meter.Allocated);
    }

    private static Trainer New(Model model, params TrainingCallback[] callbacks) => New(model, null, callbacks);

    private static Trainer New(Model model, CheckpointOptions? checkpoint, params TrainingCallback[] callbacks) =>
        new(model, new Adam(0.05), options: new() { Seed = 1, BatchSize = 16, Checkpoint = checkpoint, Callbacks = callbacks });

    /// <summary>Halves the rate after every seventh step, which it counts itself, and stops after the third time.</summary>
    private sealed class Halving : TrainingCallback
    {
        private int _steps;

        public override void OnStepEnd(TrainingContext context)
        {
            if (++_steps % 7 == 0) context.BaseLearningRate /= 2;
            if (_steps == 21) context.Stop();
        }

        public override string SaveState() => _steps.ToString(CultureInfo.InvariantCulture);

        public override void LoadState(string state) => _steps = int.Parse(state, CultureInfo.InvariantCulture);
    }

    /// <summary>What the thread allocates from the tenth to the last step of the second epoch.</summary>
    private sealed class Meter : TrainingCallback
    {
        private long _before;

        public long Allocated { get; private set; } = -1;

        public override void OnStepEnd(TrainingContext context)
        {
            if (context.Epoch < 2) return;
            if (context.Batch == 10) _before = GC.GetAllocatedBytesForCurrentThread();
            if (context.Batch == context.Batches) Allocated = GC.GetAllocatedBytesForCurrentThread() - _before;
        }
    }
}
