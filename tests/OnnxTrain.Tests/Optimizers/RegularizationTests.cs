namespace OnnxTrain.Tests.Optimizers;

/// <summary>Soft and hard constraints on the parameters, and groups of them.</summary>
public sealed class RegularizationTests
{
    private const double Lambda = 0.7;

    // Mean over 3 rows of (x · w − y)²: its minimum with ½ λ ‖w‖² solves (2/3 XᵀX + λ I) w = 2/3 Xᵀy.
    private static readonly double[] X = [1, 2, -1, 1, 3, 0.5], Y = [3, -2, 4];

    [Fact]
    public void The_hard_constraint_has_the_optimum_of_the_soft_one_at_its_multiplier()
    {
        var ridge = Ridge(Lambda);
        var radius = Math.Sqrt((ridge[0] * ridge[0]) + (ridge[1] * ridge[1]));
        AssertClose(ridge, Minimum(new() { Penalty = new WeightPenalty { L2 = Lambda } }));
        AssertClose(ridge, Minimum(new() { Constraint = new NormLimit(radius) }));
        AssertClose(ridge, Minimum(new() { Constraint = new UnitNormLimit(radius) }));
    }

    [Fact]
    public void A_constraint_that_does_not_bind_changes_nothing() =>
        AssertClose(Ridge(0), Minimum(new() { Constraint = new NormLimit(100) }));

    /// <summary>At the minimum with λ₁ |w| + ½ λ₂ w² the gradient of the loss is −λ₁ sign(w) − λ₂ w where w is not 0.</summary>
    [Fact]
    public void The_elastic_net_balances_the_gradient_of_the_loss()
    {
        var w = Minimum(new() { Penalty = new WeightPenalty { L1 = 0.3, L2 = 0.2 } });
        var g = LossGradient(w);
        for (var i = 0; i < 2; i++) Assert.Equal((-0.3 * Math.Sign(w[i])) - (0.2 * w[i]), g[i], 1e-8);
    }

    [Fact]
    public void Biases_are_left_out_unless_asked_for()
    {
        Assert.Equal([-2 * 0.5, 0], Change(new() { Penalty = new WeightPenalty { L2 = 0.5 } }));
        Assert.Equal([-2 * 0.5, -3 * 0.5], Change(new() { Penalty = new WeightPenalty { L2 = 0.5, Applies = _ => true } }));
        Assert.Equal([-0.25, -0.25], Change(new() { Penalty = new WeightPenalty { L1 = 0.25, Applies = _ => true } }));
        Assert.Equal([-1, 0], Change(new() { Constraint = new UnitNormLimit(1) }));
        Assert.Equal(
            [(2 / Math.Sqrt(13)) - 2, (3 / Math.Sqrt(13)) - 3],
            Change(new() { Constraint = new NormLimit(1) }),
            (a, b) => Math.Abs(a - b) < 1e-12);

        // A loss of gradient zero at weight 2, bias 3 leaves what is done besides it.
        static double[] Change(TrainingOptions settings)
        {
            var model = new Model(new Linear(1, 1), Value.Input("x", ElementType.Float64, ["batch", 1]));
            model.Parameters[0].Assign<double>([2]);
            model.Parameters[1].Assign<double>([3]);
            using var step = new TrainingStep<double>(model, new MseLoss(), new Sgd(1), settings);
            step.Prepare(1);
            step.Features(0)[0] = 1;
            step.Targets[0] = 5;
            step.Run(1);
            return [model.Parameters[0].Elements<double>()[0] - 2, model.Parameters[1].Elements<double>()[0] - 3];
        }
    }

    [Fact]
    public void Each_unit_is_held_by_itself()
    {
        var model = new Model(new Linear(2, 2, bias: false), Value.Input("x", ElementType.Float64, ["batch", 2]));
        model.Parameters[0].Assign<double>([3, 4, 0.3, 0.4]);
        using var step = new TrainingStep<double>(model, new MseLoss(), new Sgd(1), new() { Constraint = new UnitNormLimit(2) });
        step.Prepare(1);
        step.Features(0).Clear();
        step.Targets.Clear();
        step.Run(1);
        Assert.Equal([1.2, 1.6, 0.3, 0.4], model.Parameters[0].Elements<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "adam", "adamw", "adagrad", "rmsprop", "adamax", "nadam"];

    /// <summary>A group of rate factor 0 stays; one of factor f moves like a trainer with f times the rate; decay likewise.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_group_trains_as_if_its_settings_were_the_optimizers(string name)
    {
        var optimizer = Training.ReferenceNetwork.NewOptimizer(name);
        static bool IsBias(string n) => n.EndsWith(".bias", StringComparison.Ordinal);
        var plain = OneStep(optimizer, 1, []);
        var half = OneStep(optimizer, 0.5, []);
        var grouped = OneStep(optimizer, 1, [new(IsBias) { RateFactor = 0.5 }, new(n => n.StartsWith('0')) { RateFactor = 0 }]);
        var before = Training.ReferenceNetwork.NewModel("tanh", "mse").Parameters.Select(p => p.Elements<double>().ToArray()).ToArray();
        Assert.Equal(before[0], grouped[0]);
        Assert.Equal(half[1], grouped[1], (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(plain[2], grouped[2]);
        Assert.Equal(half[3], grouped[3], (a, b) => Math.Abs(a - b) < 1e-14);
    }

    [Fact]
    public void A_group_has_its_own_weight_decay()
    {
        foreach (
            var newOptimizer in new Func<double, Optimizer>[]
            {
                d => new AdamW(0.02) { WeightDecay = d },
                d => new Sgd(0.1) { WeightDecay = d },
                d => new NAdam(0.1) { WeightDecay = d },
            })
        {
            var (none, some) = (OneStep(newOptimizer(0), 1, []), OneStep(newOptimizer(0.3), 1, []));
            var grouped = OneStep(newOptimizer(0.3), 1, [new(n => n.EndsWith("bias", StringComparison.Ordinal)) { WeightDecay = 0 }]);
            Assert.Equal(some[0], grouped[0]);
            Assert.Equal(none[1], grouped[1]);
            Assert.NotEqual(some[1], none[1]);
        }
    }

    [Fact]
    public void A_group_that_holds_nothing_is_refused() =>
        Assert.Contains(
            "weight",
            Assert.Throws<ArgumentException>(() => OneStep(new Adam(), 1, [new(n => n == "wieght") { RateFactor = 2 }])).Message,
            StringComparison.Ordinal);

    private static double[][] OneStep(Optimizer optimizer, double factor, ParameterGroup[] groups)
    {
        var model = Training.ReferenceNetwork.NewModel("tanh", "mse");
        using var step = new TrainingStep<double>(model, new MseLoss(), optimizer, new() { Groups = groups });
        Training.ReferenceNetwork.Fill(step, "mse");
        step.Run(factor * optimizer.LearningRate);
        return [.. model.Parameters.Select(p => p.Elements<double>().ToArray())];
    }

    private static double[] Minimum(TrainingOptions settings)
    {
        var model = new Model(new Linear(2, 1, bias: false), Value.Input("x", ElementType.Float64, ["batch", 2]));
        using var step = new TrainingStep<double>(model, new MseLoss(), new Sgd(0.1), settings);
        step.Prepare(3);
        X.CopyTo(step.Features(0));
        Y.CopyTo(step.Targets);
        for (var i = 0; i < 2000; i++) step.Run(0.1);
        return model.Parameters[0].Elements<double>().ToArray();
    }

    private static double[] Ridge(double lambda)
    {
        var (a, b, c, d, e) = Normal();
        var (p, q) = (a + lambda, c + lambda);
        var determinant = (p * q) - (b * b);
        return [((q * d) - (b * e)) / determinant, ((p * e) - (b * d)) / determinant];
    }

    private static double[] LossGradient(double[] w)
    {
        var (a, b, c, d, e) = Normal();
        return [(a * w[0]) + (b * w[1]) - d, (b * w[0]) + (c * w[1]) - e];
    }

    /// <summary>2/3 XᵀX = [[a, b], [b, c]] and 2/3 Xᵀy = [d, e].</summary>
    private static (double A, double B, double C, double D, double E) Normal()
    {
        var (a, b, c, d, e) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < 3; i++)
        {
            var (x1, x2) = (X[2 * i], X[(2 * i) + 1]);
            (a, b, c, d, e) = (a + (x1 * x1), b + (x1 * x2), c + (x2 * x2), d + (x1 * Y[i]), e + (x2 * Y[i]));
        }

        return (a * 2 / 3, b * 2 / 3, c * 2 / 3, d * 2 / 3, e * 2 / 3);
    }

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-9);
}
