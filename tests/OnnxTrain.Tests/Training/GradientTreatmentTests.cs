using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>What is done to gradients and weights besides the optimizer's rule.</summary>
public sealed class GradientTreatmentTests
{
    /// <summary>Mean of (x₁ w₁ − y₁)², (x₂ w₂ − y₂)² at w = 0 with rate 1: the step is minus the gradient, (3, −4).</summary>
    [Theory]
    [InlineData(null, null, -3, 4)]
    [InlineData(3.5, null, -3, 3.5)]
    [InlineData(null, 1.0, -0.6, 0.8)]
    [InlineData(null, 5.5, -3, 4)]
    [InlineData(3.0, 3.0, -2.1213203435596424, 2.1213203435596424)]
    public void A_gradient_is_clipped_by_value_and_then_by_norm(double? value, double? norm, double w1, double w2)
    {
        var model = TwoWeights();
        using var step = new TrainingStep<double>(model, new MseLoss(), new Sgd(1), new() { ClipValue = value, ClipNorm = norm });
        step.Prepare(2);
        new double[] { 1, 0, 0, 1 }.CopyTo(step.Features(0));
        new double[] { -3, 4 }.CopyTo(step.Targets);
        step.Run(1);
        var weights = model.Parameters[0].Elements<double>();
        Assert.Equal(w1, weights[0], 1e-5);
        Assert.Equal(w2, weights[1], 1e-5);
    }

    [Theory]
    [InlineData(48, 48, 1)]
    [InlineData(48, 16, 3)]
    [InlineData(48, 12, 4)]
    [InlineData(20, 20, 1)]
    [InlineData(20, 5, 4)]
    public void Gradients_added_up_are_those_of_the_large_batch(int large, int small, int steps)
    {
        var (expected, actual) = (Train(large, 1), Train(small, steps));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-5f));
    }

    /// <summary>The last batch of an epoch of 50 rows has 2, or 10, and counts by its rows.</summary>
    private static float[] Train(int batchSize, int accumulationSteps)
    {
        var model = Spirals.NewModel();
        using var trainer = new Trainer(model, new Sgd(0.1) { Momentum = 0.9 }, options: new()
        {
            Seed = 1, BatchSize = batchSize, AccumulationSteps = accumulationSteps,
        });
        trainer.Fit(Spirals.Data(50), epochs: 4);
        return model.Trained.Whole.Elements<float>().ToArray();
    }

    [Fact]
    public void A_step_with_everything_allocates_nothing()
    {
        var settings = new TrainingOptions { ClipValue = 1, ClipNorm = 1, AverageDecay = 0.9, AccumulationSteps = 2 };
        using var step = new TrainingStep<float>(Spirals.NewModel(), new CrossEntropyLoss(), new Adam(), settings);
        using var reader = new BatchReader<float>(Spirals.Data(128), 32, seed: 1);
        for (var i = 0; i < 200; i++) step.Run(reader.Read(), 1e-3, updates: i % 2 == 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) step.Run(reader.Read(), 1e-3, updates: i % 2 == 1);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Everything_at_once_gives_the_same_bits_with_any_number_of_threads()
    {
        var one = Train(threads: 1);
        Assert.Equal(one, Train(threads: 2));
        Assert.Equal(one, Train(threads: 3));

        static byte[] Train(int threads)
        {
            var before = Parallelism.MaxThreads;
            Parallelism.MaxThreads = threads;
            try
            {
                var model = Spirals.NewModel();
                using var trainer = new Trainer(model, new NAdam(1e-2), options: new()
                {
                    ClipValue = 0.5,
                    ClipNorm = 1,
                    AccumulationSteps = 3,
                    AverageDecay = 0.9,
                    Penalty = new WeightPenalty { L1 = 1e-4, L2 = 1e-4 },
                    Constraint = new UnitNormLimit(1),
                    Groups = [new(n => n.EndsWith("bias", StringComparison.Ordinal)) { RateFactor = 2, WeightDecay = 0.1 }],
                    Schedule = new OneCycleSchedule(100) { Unit = ScheduleUnit.Step },
                });
                trainer.Fit(Spirals.Data(500), epochs: 3);
                return model.Trained.Snapshot();
            }
            finally
            {
                Parallelism.MaxThreads = before;
            }
        }
    }

    /// <summary>w ← w − 0.1 · 2 w on the mean of (w · 1)²; a ← 0.5 a + 0.5 w.</summary>
    [Fact]
    public void The_model_ends_with_the_running_mean_of_its_weights()
    {
        var (model, data) = OneWeight();
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { AverageDecay = 0.5 });
        var history = trainer.Fit(data, epochs: 3, validation: data);
        var (w, a) = (1.0, 1.0);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(w * w, history.Epochs[epoch].TrainingLoss, 1e-6);
            w -= 0.1 * 2 * w;
            a = (0.5 * a) + (0.5 * w);
            Assert.Equal(a * a, history.Epochs[epoch].ValidationLoss!.Value, 1e-6);
        }

        Assert.Equal(a, model.Parameters[0].Elements<float>()[0], 1e-6);
        trainer.Fit(data, epochs: 1);
        w -= 0.1 * 2 * w;
        Assert.Equal((0.5 * a) + (0.5 * w), model.Parameters[0].Elements<float>()[0], 1e-6);
    }

    [Fact]
    public void Weights_set_between_two_fits_are_where_the_mean_begins_anew()
    {
        var (model, data) = OneWeight();
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { AverageDecay = 0.5 });
        trainer.Fit(data, epochs: 3);
        model.Parameters[0].Assign<float>([2]);
        trainer.Fit(data, epochs: 1);
        Assert.Equal((0.5 * 2) + (0.5 * 1.6), model.Parameters[0].Elements<float>()[0], 1e-6);
    }

    [Fact]
    public void With_patience_the_best_mean_returns()
    {
        var model = Spirals.NewModel();
        var validation = Spirals.Data(30, seed: 9);
        using var trainer = new Trainer(model, new Adam(3e-2), options: new() { Seed = 1, Patience = 3, AverageDecay = 0.8 });
        var history = trainer.Fit(Spirals.Data(30), epochs: 1000, validation);
        Assert.Equal(StopReason.EarlyStopping, history.StopReason);
        using var validator = new Validator<float>(model, trainer.Loss);
        Assert.Equal(history.Best!.ValidationLoss, validator.Run(validation).Loss);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(TwoWeights(), new Adam(), options: new() { ClipValue = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(TwoWeights(), new Adam(), options: new() { ClipNorm = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(TwoWeights(), new Adam(), options: new() { AverageDecay = 1 }));
    }

    private static Model TwoWeights()
    {
        var model = new Model(new Linear(2, 1, bias: false), Value.Input("x", ElementType.Float64, ["batch", 2]));
        model.Parameters[0].Assign<double>([0, 0]);
        return model;
    }

    private static (Model Model, Dataset Data) OneWeight()
    {
        var model = Model.Regressor(new Linear(1, 1, bias: false), Value.Input("x", ElementType.Float32, ["batch", 1]));
        model.Parameters[0].Assign<float>([1]);
        return (model, new(Tensor.Create(new float[] { 1, 1 }, [2, 1]), Tensor.Create(new float[] { 0, 0 }, [2, 1])));
    }
}
