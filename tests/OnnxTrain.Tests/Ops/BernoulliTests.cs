using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Ops;

/// <summary>Draws of zeros and ones: how many, which, and that nothing flows back.</summary>
public sealed class BernoulliTests
{
    private const int Elements = 100_000;

    private static readonly Value P = Value.Input("p", ElementType.Float32, ["batch"]);

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void As_many_ones_as_the_probability_says(double p)
    {
        var draws = Draws(new() { Seed = 3 }, p);
        Assert.All(draws, y => Assert.True(y is 0 or 1));

        // five standard deviations of a mean of Bernoulli variables
        Assert.Equal(p, draws.Average(), 5 * Math.Sqrt(p * (1 - p) / Elements));
    }

    [Fact]
    public void Seed_and_step_settle_the_draws()
    {
        var draws = Draws(new() { Seed = 3, Step = 7 }, 0.5);
        Assert.Equal(draws, Draws(new() { Seed = 3, Step = 7 }, 0.5));
        Assert.NotEqual(draws, Draws(new() { Seed = 3, Step = 8 }, 0.5));
        Assert.NotEqual(draws, Draws(new() { Seed = 4, Step = 7 }, 0.5));
    }

    [Fact]
    public void Two_draws_in_one_graph_differ_and_are_independent()
    {
        Value a = P.Bernoulli(), b = P.Bernoulli();
        using var plan = Plan([a, b], new());
        plan.Elements<float>(P).Fill(0.5f);
        plan.Run();
        var (first, second) = (plan.Elements<float>(a).ToArray(), plan.Elements<float>(b).ToArray());
        Assert.Equal(0.5, first.Zip(second, (x, y) => x == y ? 1.0 : 0).Average(), 5 * 0.5 / Math.Sqrt(Elements));
    }

    [Fact]
    public void No_gradient_passes()
    {
        var gradient = (P.Bernoulli() * P).Sum().Gradient(P)[0];
        using var plan = Plan([gradient], new());
        plan.Elements<float>(P).Fill(0.5f);
        plan.Run();

        // d(y p)/dp with y held constant is y, as if drawn
        Assert.All(plan.Elements<float>(gradient).ToArray(), g => Assert.True(g is 0 or 1));
        Assert.Equal(0.5, plan.Elements<float>(gradient).ToArray().Average(), 5 * 0.5 / Math.Sqrt(Elements));
    }

    [Fact]
    public void After_training_the_probability_takes_its_place() =>
        Assert.Same(P, new GraphRewrite(new([P], [P.Bernoulli()]), new InferencePass()).Graph.Fetches[0]);

    private static float[] Draws(StepState state, double p)
    {
        var y = P.Bernoulli();
        using var plan = Plan([y], state);
        plan.Elements<float>(P).Fill((float)p);
        plan.Run();
        return plan.Elements<float>(y).ToArray();
    }

    private static Plan Plan(Value[] fetches, StepState state) =>
        new(new([P], fetches), new Dictionary<string, long> { ["batch"] = Elements }, state);
}
