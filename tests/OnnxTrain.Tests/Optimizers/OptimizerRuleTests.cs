using OnnxTrain.Tests.Training;

namespace OnnxTrain.Tests.Optimizers;

/// <summary>Each rule, written a second time in plain numbers from its paper, and all of them at work.</summary>
public sealed class OptimizerRuleTests
{
    private const double Rate = 0.02;

    /// <summary>
    /// A rule on one number: remembers what it needs, takes the gradient g and the number t of the step, gives the change.
    /// </summary>
    private static readonly Dictionary<string, (Optimizer Optimizer, Func<Func<double, int, double>> Rule)> Rules = new()
    {
        ["sgd, moving average"] = (
            new Sgd(Rate) { Momentum = 0.9, MovingAverage = true },
            () =>
            {
                var v = 0.0;
                return (g, t) => -Rate * (v = (0.9 * v) + (0.1 * g));
            }),
        ["adagrad"] = (
            new AdaGrad(Rate),
            () =>
            {
                var s = 0.0;
                return (g, t) => -Rate * g / (Math.Sqrt(s += g * g) + 1e-10);
            }),
        ["rmsprop, centred"] = (
            new RmsProp(Rate) { Centered = true },
            () =>
            {
                var (v, m) = (0.0, 0.0);
                return (g, t) =>
                {
                    (v, m) = ((0.99 * v) + (0.01 * g * g), (0.99 * m) + (0.01 * g));
                    return -Rate * g / (Math.Sqrt(v - (m * m)) + 1e-8);
                };
            }),
        ["amsgrad"] = (
            new Adam(Rate) { Beta2 = 0.5, AmsGrad = true },
            () =>
            {
                var (m, v, max) = (0.0, 0.0, 0.0);
                return (g, t) =>
                {
                    (m, v) = ((0.9 * m) + (0.1 * g), (0.5 * v) + (0.5 * g * g));
                    max = Math.Max(max, v);
                    return -Rate * m / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(max / (1 - Math.Pow(0.5, t))) + 1e-8);
                };
            }),
        ["adamax"] = (
            new Adamax(Rate),
            () =>
            {
                var (m, u) = (0.0, 0.0);
                return (g, t) =>
                {
                    (m, u) = ((0.9 * m) + (0.1 * g), Math.Max(0.999 * u, Math.Abs(g) + 1e-8));
                    return -Rate / (1 - Math.Pow(0.9, t)) * m / u;
                };
            }),
        ["radam"] = (
            new RAdam(Rate) { Beta2 = 0.9 },
            () =>
            {
                var (m, v) = (0.0, 0.0);
                return (g, t) =>
                {
                    (m, v) = ((0.9 * m) + (0.1 * g), (0.9 * v) + (0.1 * g * g));
                    var (corrected, limit) = (m / (1 - Math.Pow(0.9, t)), (2 / (1 - 0.9)) - 1);
                    var length = limit - (2 * t * Math.Pow(0.9, t) / (1 - Math.Pow(0.9, t)));
                    if (length <= 5)
                        return -Rate * corrected;
                    var rectification = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
                    return -Rate * corrected * rectification * Math.Sqrt(1 - Math.Pow(0.9, t)) / (Math.Sqrt(v) + 1e-8);
                };
            }),
        ["adadelta"] = (
            new Adadelta(0.5),
            () =>
            {
                var (v, u) = (0.0, 0.0);
                return (g, t) =>
                {
                    v = (0.9 * v) + (0.1 * g * g);
                    var change = Math.Sqrt(u + 1e-6) / Math.Sqrt(v + 1e-6) * g;
                    u = (0.9 * u) + (0.1 * change * change);
                    return -0.5 * change;
                };
            }),
        ["lion"] = (
            new Lion(Rate),
            () =>
            {
                var m = 0.0;
                return (g, t) =>
                {
                    var direction = Math.Sign((0.9 * m) + (0.1 * g));
                    m = (0.99 * m) + (0.01 * g);
                    return -Rate * direction;
                };
            }),
        ["nadam"] = (
            new NAdam(Rate),
            () =>
            {
                var (m, v, product) = (0.0, 0.0, 1.0);
                return (g, t) =>
                {
                    (m, v) = ((0.9 * m) + (0.1 * g), (0.999 * v) + (0.001 * g * g));
                    var (now, next) = (Mu(t), Mu(t + 1));
                    product *= now;
                    return -Rate
                        * (((1 - now) / (1 - product) * g) + (next / (1 - (product * next)) * m))
                        / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
                };

                static double Mu(int t) => 0.9 * (1 - (0.5 * Math.Pow(0.96, t * 0.004)));
            }),
    };

    public static TheoryData<string> RuleNames => [.. Rules.Keys];

    public static TheoryData<string, string> NetworksAndLosses
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var activation in ReferenceNetwork.Activations)
            {
                foreach (var loss in ReferenceNetwork.Losses)
                    cases.Add(activation, loss);
            }

            return cases;
        }
    }

    /// <summary>The mean square of two weights scaled by 1 and 10: its gradient by w is (w₀, 100 w₁).</summary>
    [Theory]
    [MemberData(nameof(RuleNames))]
    public void A_rule_is_its_formula(string name)
    {
        var (optimizer, newRule) = Rules[name];
        var model = new Model(new Linear(2, 1, bias: false), Value.Input("x", ElementType.Float64, ["batch", 2]));
        double[] weights = [0.7, -0.4];
        model.Parameters[0].Assign<double>(weights);
        using var step = new TrainingStep<double>(model, new MseLoss(), optimizer);
        step.Prepare(2);
        new double[] { 1, 0, 0, 10 }.CopyTo(step.Features(0));
        step.Targets.Clear();

        Func<double, int, double>[] rules = [newRule(), newRule()];
        for (var t = 1; t <= 12; t++)
        {
            step.Run(optimizer.LearningRate);
            for (var i = 0; i < 2; i++)
                weights[i] += rules[i]((i == 0 ? 1 : 100) * weights[i], t);
            Assert.All(weights.Zip(model.Parameters[0].Elements<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Theory]
    [MemberData(nameof(NetworksAndLosses))]
    public void Every_optimizer_makes_every_loss_fall(string activation, string loss)
    {
        foreach (var (name, newOptimizer) in NewOptimizers.All)
        {
            var optimizer = newOptimizer();
            using var step = new TrainingStep<double>(
                ReferenceNetwork.NewModel(activation, loss), ReferenceNetwork.NewLoss(loss), optimizer);
            ReferenceNetwork.Fill(step, loss);
            var losses = Enumerable.Range(0, 8).Select(_ => step.Run(optimizer.LearningRate).Loss).ToArray();
            Assert.All(losses, l => Assert.True(double.IsFinite(l), $"{name}: {l}"));
            Assert.True(losses[^1] < losses[0], $"{name}: {losses[0]} … {losses[^1]}");
        }
    }

    [Fact]
    public void Forms_of_momentum_exclude_each_other()
    {
        var model = ReferenceNetwork.NewModel("tanh", "mse");
        Assert.Throws<InvalidOperationException>(() =>
            new TrainingStep<double>(
                model, new MseLoss(), new Sgd(0.1)
                {
                    Momentum = 0.9, Nesterov = true, MovingAverage = true,
                }));
    }
}
