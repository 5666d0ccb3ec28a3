using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training.Diagnosis;

public sealed class LearningRateRangeTestTests
{
    // Gradient descent on a quadratic diverges above 2 / λ and not below: the mean of (w x − y)² over these rows has
    // λ = 2 Σ x² / 4 = 8.125. At w = 0 it is Σ y² / 4 = 35.1375, at its lowest (Σ y² − (Σ x y)² / Σ x²) / 4 = 0.059615.
    [Fact]
    public void The_loss_explodes_behind_the_stability_limit()
    {
        const double limit = 2 / 8.125;
        var model = Model.Regressor(new Linear(1, 1, bias: false), Value.Input("x", ElementType.Float32, ["batch", 1]));
        model.Parameters[0].Assign<float>([0]);
        using var trainer = new Trainer(model, new Sgd(1), options: new() { BatchSize = 4 });
        var test = new LearningRateRangeTest { Lowest = 1e-5, Highest = 100, Steps = 200, Smoothing = 0 };

        var curve = test.Run(
            trainer,
            new Dataset(
                Tensor.Create(new float[] { 1, 3, -2, -1.5f }, [4, 1]), Tensor.Create(new float[] { 3.1f, 8.7f, -6.2f, -4.1f }, [4, 1])));

        Assert.True(curve.Exploded);
        Assert.True(curve.Points[^1].Rate > limit, $"exploded at {curve.Points[^1].Rate}");
        Assert.InRange(curve.Minimum!.Value, limit / 100, limit);
        Assert.Equal(curve.Minimum.Value / 10, curve.Suggestion);
        Assert.True(curve.Steepest < curve.Minimum);
        Assert.Equal(35.1375, curve.Points[0].Loss, 1e-4);
        Assert.Equal(0.059615, curve.Points.Min(p => p.Loss), 1e-4);
        Assert.Equal(1e-5, curve.Points[0].Rate);
        Assert.Equal(Math.Pow(1e7, 1.0 / 199), curve.Points[1].Rate / curve.Points[0].Rate, 1e-9);
    }

    [Fact]
    public void Model_and_optimizer_are_as_they_were()
    {
        var (tested, plain) = (Spirals.NewModel(dropout: 0.2), Spirals.NewModel(dropout: 0.2));
        using var testedTrainer = new Trainer(tested, new Adam(), options: new() { Seed = 2 });
        using var plainTrainer = new Trainer(plain, new Adam(), options: new() { Seed = 2 });
        foreach (var trainer in (Trainer[])[testedTrainer, plainTrainer]) trainer.Fit(Spirals.Data(60), epochs: 2);

        new LearningRateRangeTest().Run(testedTrainer, Spirals.Data(60));

        Assert.Equal(plain.Trained.Snapshot(), tested.Trained.Snapshot());
        foreach (var trainer in (Trainer[])[testedTrainer, plainTrainer]) trainer.Fit(Spirals.Data(60), epochs: 2);
        Assert.Equal(plain.Trained.Snapshot(), tested.Trained.Snapshot());
    }

    [Fact]
    public void What_the_loss_remembers_is_as_it_was()
    {
        Assert.Equal(Train(isTested: false), Train(isTested: true));

        static float[] Train(bool isTested)
        {
            var machine = new RestrictedBoltzmannMachine(4, 3);
            var model = new Model(machine, Value.Input("v", ElementType.Float32, ["batch", 4]));
            var rows = Tensor.Create(Enumerable.Range(0, 40).Select(i => (float)(i % 3 == 0 ? 1 : 0)).ToArray(), [10, 4]);
            using var trainer = new Trainer(model, new Sgd(0.1), new ContrastiveDivergenceLoss(machine) { PersistentChains = 5 });
            trainer.Fit(new Dataset(rows, rows), epochs: 2);
            if (isTested) new LearningRateRangeTest { Steps = 5, Highest = 1 }.Run(trainer, new Dataset(rows, rows));
            trainer.Fit(new Dataset(rows, rows), epochs: 2);
            return machine.Weight.ToTensor<float>().ToArray();
        }
    }

    [Fact]
    public void The_smoothed_loss_is_the_corrected_running_mean()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam());
        var points = new LearningRateRangeTest { Steps = 10, Highest = 1e-3, Smoothing = 0.7 }.Run(trainer, Spirals.Data(100)).Points;

        var weights = Enumerable.Range(0, 10).Select(i => Math.Pow(0.7, 9 - i)).ToArray();
        Assert.Equal(points.Zip(weights).Sum(p => p.First.Loss * p.Second) / weights.Sum(), points[9].SmoothedLoss, 1e-12);
        Assert.Equal(points[0].Loss, points[0].SmoothedLoss, 1e-12);
    }

    [Fact]
    public void Rates_at_which_nothing_is_learned_suggest_nothing()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(1));
        var curve = new LearningRateRangeTest { Lowest = 1e-12, Highest = 1e-10, Steps = 8, Smoothing = 0 }.Run(trainer, Spirals.Data(32));

        Assert.Null(curve.Suggestion);
        Assert.False(curve.Exploded);
        Assert.Equal(8, curve.Points.Count);
    }

    [Fact]
    [InvariantCulture]
    public void Settings_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest { Lowest = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest { Highest = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest { Steps = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest { Smoothing = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRangeTest { Explosion = 1 });
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(1));
        Assert.Contains(
            "from 1 to 0.1", Assert
                .Throws<InvalidOperationException>(() =>
                    new LearningRateRangeTest { Lowest = 1, Highest = 0.1 }.Run(trainer, Spirals.Data(4)))
                .Message,
            StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() =>
            new LearningRateRangeTest().Run(trainer, Spirals.Data(4), new CancellationToken(canceled: true)));
    }
}
