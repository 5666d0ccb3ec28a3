using System.Numerics.Tensors;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Tests.Training.Sizes;

/// <summary>Training, validation and all else that a trainer does, on rows of several sizes.</summary>
public sealed class SizedTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_learns_from_sequences_of_several_lengths()
    {
        var (train, validation) = SizedNetworks.Sequences(200).Split(0.8, seed: 1);
        using var trainer = new Trainer(SizedNetworks.Classifier(), new Adam(0.02), options: new() { Seed = 1, BatchSize = 16 });
        var history = trainer.Fit(train, 30, validation);
        Assert.InRange(history.Epochs[^1].ValidationMetric!.Value, 0.9, 1);
        Assert.InRange(history.Epochs[^1].TrainingMetric!.Value, 0.9, 1);
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("small cache")]
    [InlineData("selection")]
    [InlineData("prefetched on four threads")]
    public void The_same_rows_make_the_same_model(string view)
    {
        var before = Parallelism.MaxThreads;
        try
        {
            var rows = SizedNetworks.Sequences(50);
            var expected = Trained(rows);
            if (view.Contains("four", StringComparison.Ordinal)) Parallelism.MaxThreads = 4;
            Assert.Equal(expected, Trained(view switch
            {
                "cache" => rows.Cache(),
                "small cache" => rows.Cache(100),
                "selection" => rows.Select([.. Enumerable.Range(0, 50).Select(row => (long)row)]),
                _ => rows,
            }));
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    [Theory]
    [InlineData(Sampling.Shuffled, 1)]
    [InlineData(Sampling.WithReplacement, 1)]
    [InlineData(Sampling.InOrder, 3)]
    public void A_run_in_many_sittings_is_the_run_in_one(Sampling sampling, int accumulated)
    {
        var (expected, history) = Sitting(sampling, accumulated, checkpoint: null, mostSteps: int.MaxValue);
        for (var sitting = 1; ; sitting++)
        {
            var (weights, resumed) = Sitting(
                sampling, accumulated, new(_folder.Path) { Resume = true, Interval = TimeSpan.Zero }, mostSteps: 1 + (sitting % 7));
            Assert.True(sitting < 100, "No end.");
            if (resumed.StopReason == StopReason.Cancelled) continue;
            Assert.Equal(expected, weights);
            Assert.Equal(history.Epochs.Select(e => e.ValidationLoss), resumed.Epochs.Select(e => e.ValidationLoss));
            return;
        }
    }

    [Fact]
    public void A_checkpoint_of_rows_of_other_sizes_is_refused()
    {
        var (short1, long1) = (Tensor.Create(new float[12], [3, 2, 2]), Tensor.Create(new float[24], [3, 4, 2]));
        var first = Dataset.Join(new Dataset(short1, [0, 1, 0], 2), new Dataset(long1, [0, 1, 0], 2));
        var other = Dataset.Join(new Dataset(long1, [0, 1, 0], 2), new Dataset(short1, [0, 1, 0], 2));
        using (var trainer = New(resume: false)) trainer.Fit(first, 1);
        using var second = New(resume: true);
        Assert.Contains("training data", Assert.Throws<DataException>(() => second.Fit(other, 2)).Message, StringComparison.Ordinal);

        Trainer New(bool resume) => new(
            SizedNetworks.Classifier(), new Sgd(0.1), options: new() { Checkpoint = new(_folder.Path) { Resume = resume } });
    }

    /// <summary>9 rows of two steps leave one, which has no variance; 10 of three steps leave two.</summary>
    [Fact]
    public void Only_a_bucket_whose_last_rows_are_too_few_has_them_join()
    {
        var rows = Dataset.Join(Steps(9, 2), Steps(10, 3));
        using var step = new TrainingStep<float>(New(), new CrossEntropyLoss(), new Sgd(0.1));
        var options = new TrainingOptions { BatchSize = 4 }.For(step, rows);
        Assert.Equal(LastBatch.Merge, options.LastBatch);
        using var reader = options.NewReader(rows, step: step);
        var batches = Enumerable.Range(0, reader.BatchesPerEpoch).Select(_ => reader.Read());
        Assert.Equal(["2: 4", "2: 5", "3: 2", "3: 4", "3: 4"], batches.Select(b => $"{b.Columns[0].RowShape[0]}: {b.RowCount}").Order());
        using var trainer = new Trainer(New(), new Sgd(0.1), options: new() { BatchSize = 4 });
        Assert.True(double.IsFinite(trainer.Fit(rows, 2).Epochs[^1].TrainingLoss));
        Assert.Contains(
            "Of the size [rows, 4, 2] the data have 1 rows",
            Assert.Throws<ArgumentException>(() => trainer.Fit(Dataset.Join(Steps(9, 2), Steps(1, 4)), 1)).Message,
            StringComparison.Ordinal);

        static Model New() => SizedNetworks.Classifier(new SizedNetworks.NormalizedMean());
    }

    [Fact]
    public void Classes_of_steps_are_judged_step_by_step()
    {
        var rows = Dataset.Join(ClassMaps(5, 2, seed: 1), ClassMaps(7, 4, seed: 2)).Shuffle(3);
        var model = SizedNetworks.Classifier(new SizedNetworks.ClassOfSteps(), classes: 3);
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { BatchSize = 3 });
        var epoch = trainer.Fit(rows, 2, rows).Epochs[^1];
        using var function = new Function([model.Inputs[0]], [model.InferenceOutput.ArgMax(1).Cast(ElementType.Float32)]);
        var (right, all) = (0, 0);
        foreach (var data in rows.BySize().Select(size => size.ToDataset()))
        {
            var (found, wanted) = (function.Run(data.Features[0].As<float>())[0].ToArray(), data.Targets!.As<float>().ToArray());
            (right, all) = (right + found.Zip(wanted).Count(pair => pair.First == pair.Second), all + wanted.Length);
        }

        Assert.Equal(5 * 2 + 7 * 4, all);
        Assert.Equal((double)right / all, epoch.ValidationMetric!.Value, 1e-6); // the share of each batch is float32
        using var validator = new Validator<float>(model, new CrossEntropyLoss());
        Assert.Equal((double)right / all, new Accuracy().Of(validator.Run(rows).Predictions!), 1e-12);
        using var wrong = new Trainer(model, new Sgd(0.1));
        Assert.Contains(
            "2 classes per row",
            Assert.Throws<ArgumentException>(() => wrong.Fit(Dataset.Join(ClassMaps(5, 4, seed: 1), Misfit()), 1)).Message,
            StringComparison.Ordinal);

        static Dataset Misfit() => new(Tensor.Create(new float[3 * 2 * 2], [3, 2, 2]), Tensor.Create(new float[9], [3, 3]));
    }

    [Fact]
    public void Predictions_and_transformed_rows_are_in_the_order_of_the_rows()
    {
        var (model, rows) = (SizedNetworks.Classifier(), SizedNetworks.Sequences(40));
        using var function = new Function([model.Inputs[0]], [model.InferenceOutput]);
        float[] expected =
        [
            .. Enumerable.Range(0, 40)
                .Select(row => rows.Select([(long)row]).ToDataset().Features[0].As<float>())
                .SelectMany(row => function.Run(row)[0].ToArray()),
        ];
        var transformed = model.Transform(rows);
        Assert.Equal([40, 2], transformed.Lengths.ToArray());
        Assert.All(expected.Zip(transformed.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(
            Enumerable.Range(0, 40).Select(row => expected[(2 * row) + 1] > expected[2 * row] ? "1" : "0"),
            model.Predict(rows).Select(prediction => prediction.Label));
        using var validator = new Validator<float>(model, loss: null);
        var predictions = validator.Run(rows).Predictions!;
        Assert.Equal(RowLabels.TryRead(rows), predictions.Labels.ToArray());
        for (var row = 0; row < 40; row++)
            Assert.Equal(expected[(2 * row) + 1] > expected[2 * row] ? 1 : 0, predictions.PredictedClass(row));
    }

    [Fact]
    public void Outputs_of_several_sizes_are_transformed_size_by_size()
    {
        var model = new Model(new Linear(2, 3), Value.Input("x", ElementType.Float32, ["batch", "steps", 2]));
        var rows = SizedNetworks.Sequences(20);
        Assert.Contains("BySize", Assert.Throws<ArgumentException>(() => model.Transform(rows)).Message, StringComparison.Ordinal);
        Assert.Equal(
            ["2 3", "3 3", "4 3"],
            rows.BySize().Select(size => string.Join(' ', model.Transform(size).Lengths[1..].ToArray())).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Images_of_several_sizes_are_augmented_alike_on_any_number_of_threads(int threads)
    {
        var before = Parallelism.MaxThreads;
        try
        {
            Parallelism.MaxThreads = 1;
            var (expected, plain) = (Images(new() { Shift = 1, HorizontalFlip = true, Mixup = 0.2 }), Images(null));
            Parallelism.MaxThreads = threads;
            Assert.Equal(expected, Images(new() { Shift = 1, HorizontalFlip = true, Mixup = 0.2 }));
            Assert.NotEqual(expected, plain);
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    [Fact]
    public void A_range_test_takes_rows_of_several_sizes_and_changes_nothing()
    {
        var model = SizedNetworks.Classifier();
        var before = model.Trained.Snapshot();
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { BatchSize = 8 });
        Assert.InRange(new LearningRateRangeTest { Steps = 30 }.Run(trainer, SizedNetworks.Sequences(50)).Points.Count, 5, 30);
        Assert.Equal(before, model.Trained.Snapshot());
    }

    [Fact]
    public void Units_of_named_axes_are_told_by_what_is_left()
    {
        using var trainer = new Trainer(SizedNetworks.Classifier(), new Sgd(0.1), options: new() { Diagnose = true, AverageDecay = 0.9 });
        var epoch = trainer.Fit(SizedNetworks.Sequences(30), 1).Epochs[0];
        Assert.Equal(8, epoch.Units.Single().Units);
        Assert.Equal(4, epoch.Layers.Count);
    }

    [Fact]
    public void Folds_of_rows_of_several_sizes_are_cross_validated()
    {
        var rows = SizedNetworks.Sequences(60);
        var result = CrossValidation.Run(
            new Estimator(
                () => SizedNetworks.Classifier(),
                (model, seed) => new(model, new Adam(0.02), options: new() { Seed = seed, BatchSize = 8 }))
            {
                Epochs = 10,
            },
            rows, new() { Folds = 3 });
        Assert.Equal(3, result.Folds.Count);
        Assert.All(result.Folds, fold => Assert.True(double.IsFinite(fold.Loss)));
    }

    [Fact]
    public void A_step_of_ones_own_may_have_any_size()
    {
        using var trainer = new Trainer(SizedNetworks.Classifier(), new Sgd(0.1));
        foreach (var size in SizedNetworks.Sequences(30).BySize()) Assert.True(double.IsFinite(trainer.TrainStep(size.ToDataset()).Loss));
    }

    [Fact]
    public void Plans_of_many_sizes_are_kept_while_they_are_small()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", "steps", 2]);
        using var plans = new PlanCache(new([x], [x.Exp().Sum()]));
        Plan[] first = [.. Enumerable.Range(1, 60).Select(Of)];
        for (var steps = 1; steps <= 60; steps++) Assert.Same(first[steps - 1], Of(steps));
        using var large = new PlanCache(new([x], [x.Exp().Sum()]));
        var before = large.For(new Dictionary<string, long> { ["batch"] = 1, ["steps"] = 1 });
        for (var steps = 1; steps <= 9; steps++) large.For(new Dictionary<string, long> { ["batch"] = 1 << 20, ["steps"] = 8 + steps });
        Assert.Throws<ObjectDisposedException>(before.Run);

        Plan Of(int steps) => plans.For(new Dictionary<string, long> { ["batch"] = 4, ["steps"] = steps });
    }

    [Fact]
    public void What_cannot_be_is_told_before_anything_changes()
    {
        var rows = SizedNetworks.Sequences(20);
        Refused<ArgumentException>("have 3 sizes", SizedNetworks.Classifier(), new Sgd(0.1), rows, new() { Sampling = Sampling.FullBatch });
        Refused<InvalidOperationException>(
            "no one batch", SizedNetworks.Classifier(), new Lbfgs(), rows, new() { Sampling = Sampling.FullBatch });
        Refused<ArgumentException>("have 3 axes", New("batch", "height", "width", 2), new Sgd(0.1), rows);
        Refused<ArgumentException>("no other axis", New("batch", "batch", 2), new Sgd(0.1), rows);
        Refused<ArgumentException>(
            "have 2 axes", New("batch", "steps", 2), new Sgd(0.1),
            new Dataset(Tensor.Create(new float[6], [2, 3]), Tensor.Create(new float[2], [2, 1])));
        Refused<ArgumentException>("elsewhere 'side' is", New("batch", "side", "side"), new Sgd(0.1), rows);
        Refused<ArgumentException>("takes 3", New("batch", "steps", 3), new Sgd(0.1), rows);
        Refused<ArgumentException>("takes 6", New("batch", 6), new Sgd(0.1), rows);
        var images = Dataset.Join([.. ((int[])[4, 6]).Select(side => new Dataset(
            Tensor.Create(new byte[2 * side * side], [2, side, side, 1]), [0, 1], 2))]);
        Assert.Contains(
            "bytes of one size", Assert.Throws<ArgumentException>(() => ImageModel.Classifier(images, ["a", "b"])).Message,
            StringComparison.Ordinal);
    }

    private static void Refused<TException>(
        string words, Model model, Optimizer optimizer, IRowSource rows, TrainingOptions? options = null)
        where TException : Exception
    {
        var before = model.Trained.Snapshot();
        using var trainer = new Trainer(model, optimizer, options: options);
        Assert.Contains(words, Assert.Throws<TException>(() => trainer.Fit(rows, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Trained.Snapshot());
    }

    private static Model New(params Dimension[] axes) =>
        new(new Scaled(), Value.Input("x", ElementType.Float32, Shape.Create(axes)));

    private static Dataset Steps(int rows, int steps) => new(
        Tensor.Create([.. Enumerable.Range(0, rows * steps * 2).Select(i => MathF.Sin(i))], [rows, steps, 2]),
        [.. Enumerable.Range(0, rows).Select(row => row % 2)], 2);

    private static Dataset ClassMaps(int rows, int steps, int seed)
    {
        var random = new Random(seed);
        return new(
            Tensor.Create([.. Enumerable.Range(0, rows * steps * 2).Select(_ => (float)random.NextDouble())], [rows, steps, 2]),
            Tensor.Create([.. Enumerable.Range(0, rows * steps).Select(_ => (float)random.Next(3))], [rows, steps]));
    }

    private static byte[] Trained(IRowSource rows)
    {
        var model = SizedNetworks.Classifier(new SizedNetworks.MeanOfSteps(dropout: 0.1));
        using var trainer = new Trainer(model, new Adam(0.01), options: new() { Seed = 4, BatchSize = 5 });
        var history = trainer.Fit(rows, 3, rows);
        return [.. model.Trained.Snapshot(), .. BitConverter.GetBytes(history.Epochs[^1].ValidationLoss!.Value)];
    }

    private static byte[] Images(ImageAugmentation? augmentation)
    {
        var random = new Random(5);
        var rows = Dataset.Join(Some(5, 6), Some(7, 4), Some(6, 6));
        var model = Model.Classifier(
            new SizedNetworks.MeanOfPixels(), Value.Input("x", ElementType.Float32, ["batch", 1, "height", "width"]), classes: 2);
        model.Initialize(2);
        using var trainer = new Trainer(model, new Adam(0.01), options: new() { Seed = 4, BatchSize = 5, Augmentation = augmentation });
        trainer.Fit(rows, 3);
        return model.Trained.Snapshot();

        Dataset Some(int height, int width) => new(
            Tensor.Create([.. Enumerable.Range(0, 12 * height * width).Select(_ => (float)random.NextDouble())], [12, 1, height, width]),
            [.. Enumerable.Range(0, 12).Select(i => i % 2)], 2);
    }

    private static (byte[] Weights, History History) Sitting(
        Sampling sampling, int accumulated, CheckpointOptions? checkpoint, int mostSteps)
    {
        using var stop = new CancellationTokenSource();
        var (model, steps) = (SizedNetworks.Classifier(new SizedNetworks.MeanOfSteps(dropout: 0.1)), 0);
        using var trainer = new Trainer(model, new Adam(0.01), options: new()
        {
            Seed = 4, BatchSize = 5, Sampling = sampling, AccumulationSteps = accumulated, Checkpoint = checkpoint,
            Callbacks = [TrainingCallback.EachStep(_ =>
            {
                if (++steps >= mostSteps) stop.Cancel();
            })],
        });
        var rows = SizedNetworks.Sequences(50);
        var history = trainer.Fit(rows, 3, rows, cancellationToken: stop.Token);
        return (model.Trained.Snapshot(), history);
    }

    private sealed class Scaled : Module
    {
        private readonly Variable _scale = new("scale", [1], Initializer.Ones);

        public override Value Forward(Value x) => x * _scale;
    }
}
