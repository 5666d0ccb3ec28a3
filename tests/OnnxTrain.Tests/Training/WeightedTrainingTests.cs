using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Rows with weights, in training and validation.</summary>
public sealed class WeightedTrainingTests
{
    /// <summary>One weight w and no bias, inputs of 1, squared error: the best w is the weighted mean of the targets.</summary>
    [Theory]
    [InlineData(4, 1)]
    [InlineData(2, 2)]
    [InlineData(1, 4)]
    public void A_step_follows_the_weighted_mean_however_it_is_put_together(int batchSize, int accumulationSteps)
    {
        var data = Ones(1, 2, 3, 10).WithWeights([0.5f, 0, 2, 1.5f]);
        var model = OneWeight();
        using var trainer = new Trainer(model, new Sgd(0.1), options: new()
        {
            BatchSize = batchSize, AccumulationSteps = accumulationSteps, Sampling = Sampling.InOrder,
        });
        var history = trainer.Fit(data, epochs: 1, validation: data);

        // Σ w (v − t)² / Σ w at v = 0 and after v ← v − 0.1 · 2 Σ w (v − t) / Σ w
        var mean = (0.5 + 6 + 15) / 4;
        var v = 0.2 * mean;
        Assert.Equal(((0.5 * 1) + (2 * 9) + (1.5 * 100)) / 4, history.Epochs[0].TrainingLoss, 1e-4);
        Assert.Equal(v, model.Parameters[0].Elements<float>()[0], 1e-5);
        Assert.Equal(
            ((0.5 * (v - 1) * (v - 1)) + (2 * (v - 3) * (v - 3)) + (1.5 * (v - 10) * (v - 10))) / 4,
            history.Epochs[0].ValidationLoss!.Value, 1e-4);
    }

    /// <summary>More rows than the validator takes at once, in blocks of different weight.</summary>
    [Fact]
    public void The_validation_loss_is_the_mean_of_all_rows()
    {
        float[] targets = [.. Enumerable.Range(0, 1300).Select(i => i % 7 * 0.5f)],
            weights = [.. Enumerable.Range(0, 1300).Select(i => i / 100 * 0.25f)];
        var model = OneWeight();
        using var validator = new Validator<float>(model, new MseLoss());
        var expected = targets.Zip(weights, (t, w) => (double)t * t * w).Sum() / weights.Sum(w => (double)w);
        Assert.Equal(expected, validator.Run(Ones(targets).WithWeights(weights)).Loss, 1e-5);
        Assert.Equal(targets.Average(t => (double)t * t), validator.Run(Ones(targets)).Loss, 1e-5);
    }

    /// <summary>Class weights enter the mean over blocks of rows as they do within one.</summary>
    [Fact]
    public void Class_weights_count_across_batches_too()
    {
        int[] labels = [.. Enumerable.Range(0, 1100).Select(i => i < 600 ? 0 : i % 2)];
        var model = Model.Classifier(new Linear(1, 2), Value.Input("x", ElementType.Float64, ["batch", 1]), classes: 2);
        foreach (var parameter in model.Parameters) new double[] { 0.7, -0.4 }.CopyTo(parameter.Elements<double>());
        var data = new Dataset(Tensor.Create([.. Enumerable.Repeat(1f, 1100)], [1100, 1]), labels, 2);
        using var validator = new Validator<double>(model, new CrossEntropyLoss { Weight = [1, 9] });

        // logits 1.4 and −0.8
        var (first, second) = (Math.Log(1 + Math.Exp(-2.2)), Math.Log(1 + Math.Exp(2.2)));
        var (zeros, ones) = (labels.Count(l => l == 0), labels.Count(l => l == 1));
        Assert.Equal(((zeros * first) + (9 * ones * second)) / (zeros + (9 * ones)), validator.Run(data).Loss, 1e-12);
    }

    [Fact]
    public void A_row_of_weight_two_is_learned_like_two_rows()
    {
        var twice = Spirals.Data(40).Select([.. Enumerable.Range(0, 40).Concat(Enumerable.Range(0, 20))]);
        var weighted = Spirals.Data(40).WithWeights([.. Enumerable.Range(0, 40).Select(i => i < 20 ? 2f : 1f)]);
        var (one, other) = (Learned(twice), Learned(weighted));
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

        static float[] Learned(Dataset data)
        {
            var model = Spirals.NewModel();
            using var trainer = new Trainer(model, new Sgd(0.1) { Momentum = 0.9 }, options: new() { Sampling = Sampling.FullBatch });
            trainer.Fit(data, epochs: 10);
            return model.Trained.Whole.Elements<float>().ToArray();
        }
    }

    [Fact]
    public void A_batch_without_weight_teaches_nothing()
    {
        var model = OneWeight();
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { BatchSize = 1, Sampling = Sampling.InOrder });
        var history = trainer.Fit(Ones(5, 9, 7).WithWeights([0, 1, 0]), epochs: 1);
        Assert.Equal(0.2 * 9, model.Parameters[0].Elements<float>()[0], 1e-6);
        Assert.Equal(81, history.Epochs[0].TrainingLoss, 1e-4);
    }

    [Fact]
    public void A_weighted_step_allocates_nothing()
    {
        var data = Spirals.Data(128).WithWeights([.. Enumerable.Range(0, 128).Select(i => 0.1f * i)]);
        var settings = new TrainingOptions { AccumulationSteps = 2 };
        using var step = new TrainingStep<float>(
            Spirals.NewModel(), new CrossEntropyLoss { Weight = [1, 2] }, new Adam(), settings, isWeighted: true);
        using var reader = new BatchReader<float>(data, 32, seed: 1);
        for (var i = 0; i < 200; i++) step.Run(reader.Read(), 1e-3, updates: i % 2 == 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) step.Run(reader.Read(), 1e-3, updates: i % 2 == 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Weights_come_first_or_not_at_all()
    {
        var data = Ones(1, 2);
        using var trainer = new Trainer(OneWeight(), new Sgd(0.1));
        trainer.Fit(data, epochs: 1, validation: data.WithWeights([1, 2]));
        Assert.Contains(
            "without weights",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(data.WithWeights([1, 2]), epochs: 1)).Message,
            StringComparison.Ordinal);

        var (weighted, plain) = (OneWeight(), OneWeight());
        using (var first = new Trainer(weighted, new Sgd(0.1)))
        {
            first.Fit(data.WithWeights([1, 1]), epochs: 1);
            first.Fit(data, epochs: 1);
        }

        using (var second = new Trainer(plain, new Sgd(0.1))) second.Fit(data, epochs: 2);
        Assert.Equal(plain.Parameters[0].Elements<float>()[0], weighted.Parameters[0].Elements<float>()[0], 1e-6f);
    }

    [Fact]
    public void A_loss_that_takes_no_weights_is_refused_in_words()
    {
        using var trainer = new Trainer(OneWeight(), new Sgd(0.1), new Plain());
        Assert.Contains(
            "Plain does not support row weights",
            Assert.Throws<NotSupportedException>(() => trainer.Fit(Ones(1, 2).WithWeights([1, 2]), epochs: 1)).Message,
            StringComparison.Ordinal);
        Assert.Single(trainer.Fit(Ones(1, 2), epochs: 1).Epochs);
    }

    private static Dataset Ones(params float[] targets) =>
        new(Tensor.Create([.. targets.Select(_ => 1f)], [targets.Length, 1]), Tensor.Create(targets, [targets.Length, 1]));

    private static Model OneWeight() =>
        Model.Regressor(new Linear(1, 1, bias: false, initializer: Initializer.Zeros), Value.Input("x", ElementType.Float32, ["batch", 1]));

    private sealed class Plain : Loss
    {
        public override TensorType TargetType(TensorType output) => output;

        public override Value Of(Value output, Value target) => (output - target).Abs().Mean();
    }
}
