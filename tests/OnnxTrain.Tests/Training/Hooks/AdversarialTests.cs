using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training.Hooks;

/// <summary>Loops of one's own, and modules that models share.</summary>
public class AdversarialTests
{
    [Fact]
    public void A_generator_learns_where_points_lie()
    {
        // The example of the documentation: two networks, three models, two trainers.
        var (g, d) = (
            new Sequential(new Linear(2, 16), new Relu(), new Linear(16, 2)),
            new Sequential(new Linear(2, 32), new LeakyRelu(0.2), new Linear(32, 1)));
        var generator = new Model(g, Value.Input("noise", ElementType.Float32, ["batch", 2]));
        var discriminator = new Model(d, Value.Input("point", ElementType.Float32, ["batch", 2]));
        var adversary = Model.Sharing(generator, new Sequential(g, d), Value.Input("noise", ElementType.Float32, ["batch", 2]));
        using var critic = new Trainer(discriminator, new Adam(2e-3) { Beta1 = 0.5 }, new BceWithLogitsLoss());
        using var forger = new Trainer(adversary, new Adam(2e-3) { Beta1 = 0.5 }, new BceWithLogitsLoss());
        var random = new Random(1);
        for (var step = 0; step < 1500; step++)
        {
            var noise = Normal(random, 64, 0, 0, 1);
            critic.TrainStep(new(Normal(random, 64, 2, -1, 0.5), Answers(64, 1)));
            critic.TrainStep(new(generator.Transform(new Dataset(noise, Answers(64, 0))), Answers(64, 0)));
            forger.TrainStep(new(noise, Answers(64, 1)));
        }

        var points = generator.Transform(new Dataset(Normal(random, 1000, 0, 0, 1), Answers(1000, 0)));
        Assert.Equal(2, Mean(points, 0), 0.3);
        Assert.Equal(-1, Mean(points, 1), 0.3);
    }

    [Fact]
    public void A_model_that_shares_modules_changes_the_variables_of_one_model_alone()
    {
        var (g, d) = (new Linear(2, 2), new Sequential(new Linear(2, 3), new BatchNorm1d(3), new Linear(3, 1)));
        var generator = new Model(g, Value.Input("z", ElementType.Float32, ["batch", 2]));
        var discriminator = new Model(d, Value.Input("x", ElementType.Float32, ["batch", 2]));
        var adversary = Model.Sharing(generator, new Sequential(g, d), Value.Input("z", ElementType.Float32, ["batch", 2]));
        using var trainer = new Trainer(adversary, new Sgd(0.1), new MseLoss());
        byte[] Judge() => [.. discriminator.Trained.Snapshot(), .. discriminator.Buffered.Snapshot()];
        var (own, others) = (generator.Trained.Snapshot(), Judge());
        trainer.TrainStep(new(Normal(new(1), 8, 0, 0, 1), Answers(8, 1)));
        Assert.NotEqual(own, generator.Trained.Snapshot());
        Assert.Equal(others, Judge());
        Assert.Equal(generator.Parameters, adversary.Parameters);
    }

    [Fact]
    public void A_step_through_a_frozen_network_is_that_of_the_chain_rule()
    {
        // y = b (a z): ∂L/∂a = 2 (b a z − t) b z, and b stays.
        var (first, second) = (new Linear(1, 1, bias: false), new Linear(1, 1, bias: false));
        var a = new Model(first, Value.Input("z", ElementType.Float64, ["batch", 1]));
        var b = new Model(second, Value.Input("x", ElementType.Float64, ["batch", 1]));
        a.Parameters[0].Assign<double>([3]);
        b.Parameters[0].Assign<double>([5]);
        var both = Model.Sharing(a, new Sequential(first, second), Value.Input("z", ElementType.Float64, ["batch", 1]));
        using var trainer = new Trainer(both, new Sgd(0.01), new MseLoss());
        var result = trainer.TrainStep(new(Tensor.Create(new double[] { 2 }, [1, 1]), Tensor.Create(new double[] { 7 }, [1, 1])));
        Assert.Equal((30 - 7) * (30 - 7), result.Loss, 1e-9);
        Assert.Equal(3 - (0.01 * 2 * (30 - 7) * 5 * 2), a.Parameters[0].Elements<double>()[0], 1e-9);
        Assert.Equal(5, b.Parameters[0].Elements<double>()[0]);
    }

    [Fact]
    public void Steps_of_ones_own_are_those_of_a_fit()
    {
        var (fitted, stepped) = (Spirals.NewModel(), Spirals.NewModel());
        using (var trainer = new Trainer(fitted, new Adam(0.01), options: new() { Sampling = Sampling.FullBatch }))
            trainer.Fit(Spirals.Data(40), epochs: 3);
        using (var trainer = new Trainer(stepped, new Adam(0.01)))
        {
            for (var i = 0; i < 3; i++) trainer.TrainStep(Spirals.Data(40));
        }

        Assert.Equal(fitted.Trained.Snapshot(), stepped.Trained.Snapshot());
    }

    [Fact]
    public void What_needs_a_whole_fit_is_refused()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Sgd(0.1), options: new() { AverageDecay = 0.9 });
        var message = Assert.Throws<InvalidOperationException>(() => trainer.TrainStep(Spirals.Data(4))).Message;
        Assert.Contains("AverageDecay is 0.9", message, StringComparison.Ordinal);
        var homeless = Assert.Throws<ArgumentException>(() => Model.Sharing(
            Spirals.NewModel(), new Linear(2, 3), Value.Input("x", ElementType.Float32, ["batch", 2])));
        Assert.Contains("belongs to no model yet", homeless.Message, StringComparison.Ordinal);
    }

    private static Tensor<float> Answers(int count, float answer) =>
        Tensor.Create(Enumerable.Repeat(answer, count).ToArray(), [count, 1]);

    /// <summary>Points around a center, [count, 2]: Box and Muller, 1958.</summary>
    private static Tensor<float> Normal(Random random, int count, double x, double y, double deviation)
    {
        var points = new float[2 * count];
        for (var i = 0; i < count; i++)
        {
            var (radius, angle) = (Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())), 2 * Math.PI * random.NextDouble());
            points[2 * i] = (float)(x + (deviation * radius * Math.Cos(angle)));
            points[(2 * i) + 1] = (float)(y + (deviation * radius * Math.Sin(angle)));
        }

        return Tensor.Create(points, [count, 2]);
    }

    private static double Mean(Tensor<float> points, int axis) =>
        Enumerable.Range(0, (int)points.Lengths[0]).Average(i => points[i, axis]);
}
