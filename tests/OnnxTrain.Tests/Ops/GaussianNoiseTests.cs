using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Ops;

/// <summary>Normal noise: its moments, what settles it, and where it is not.</summary>
public class GaussianNoiseTests
{
    private const int Elements = 100_000;

    private static readonly Value X = Value.Input("x", ElementType.Float32, ["batch"]);

    [Theory]
    [InlineData(0.1)]
    [InlineData(3)]
    public void Its_moments_are_those_of_the_normal_distribution(double deviation)
    {
        var noise = Noise(new() { Seed = 3 }, deviation).Select(n => n / deviation).ToArray();

        // Five standard deviations of each: √(1 / n), √(2 / n), √(15 / n), √(96 / n).
        Assert.InRange(noise.Average(), -5 / Math.Sqrt(Elements), 5 / Math.Sqrt(Elements));
        Assert.InRange(noise.Average(n => n * n), 1 - (5 * Math.Sqrt(2.0 / Elements)), 1 + (5 * Math.Sqrt(2.0 / Elements)));
        Assert.InRange(noise.Average(n => n * n * n), -5 * Math.Sqrt(15.0 / Elements), 5 * Math.Sqrt(15.0 / Elements));
        Assert.InRange(noise.Average(n => n * n * n * n), 3 - (5 * Math.Sqrt(96.0 / Elements)), 3 + (5 * Math.Sqrt(96.0 / Elements)));
        foreach (var (bound, part) in ((double, double)[])[(1, 0.6826894921), (2, 0.9544997361), (3, 0.9973002039)])
            Assert.InRange(
                noise.Count(n => Math.Abs(n) < bound) / (double)Elements,
                part - (5 * Math.Sqrt(part * (1 - part) / Elements)), part + (5 * Math.Sqrt(part * (1 - part) / Elements)));
    }

    [Fact]
    public void Neighbours_are_independent()
    {
        var noise = Noise(new() { Seed = 3 }, 1);
        foreach (var distance in (int[])[1, 2, 3, 4, 1024])
        {
            var correlation = Enumerable.Range(0, Elements - distance).Average(i => (double)noise[i] * noise[i + distance]);
            Assert.InRange(correlation, -5 / Math.Sqrt(Elements), 5 / Math.Sqrt(Elements));
        }
    }

    [Fact]
    public void Seed_and_step_settle_it_and_threads_do_not()
    {
        var noise = Noise(new() { Seed = 3, Step = 7 }, 1);
        Assert.Equal(noise, Noise(new() { Seed = 3, Step = 7 }, 1));
        Assert.NotEqual(noise, Noise(new() { Seed = 3, Step = 8 }, 1));
        Assert.NotEqual(noise, Noise(new() { Seed = 4, Step = 7 }, 1));
        var before = Parallelism.MaxThreads;
        try
        {
            foreach (var threads in (int[])[1, 2, 3])
            {
                Parallelism.MaxThreads = threads;
                Assert.Equal(noise, Noise(new() { Seed = 3, Step = 7 }, 1));
            }
        }
        finally
        {
            Parallelism.MaxThreads = before;
        }
    }

    [Fact]
    public void Two_uses_in_one_graph_draw_two_noises()
    {
        Value a = X.GaussianNoise(1), b = X.GaussianNoise(1);
        using var plan = Plan([a, b], new());
        plan.Run();
        Assert.NotEqual(plan.Elements<float>(a).ToArray(), plan.Elements<float>(b).ToArray());
    }

    [Fact]
    public void The_inference_graph_is_without_it()
    {
        var graph = new Graph([X], [(X * 2).GaussianNoise(0.3).Exp().Apply(new GaussianNoise(0.2))]);
        var y = new GraphRewrite(graph, new InferencePass()).Graph.Fetches[0];
        Assert.Equal(["Mul", "Exp"], new Graph([X], [y]).Nodes.Select(n => n.Op.Name));
    }

    [Fact]
    public void No_deviation_is_no_operator() => Assert.Same(X, X.GaussianNoise(0));

    private static float[] Noise(StepState state, double deviation)
    {
        var y = X.GaussianNoise(deviation);
        using var plan = Plan([y], state);
        plan.Run();
        return plan.Elements<float>(y).ToArray();
    }

    private static Plan Plan(Value[] fetches, StepState state) =>
        new(new([X], fetches), new Dictionary<string, long> { ["batch"] = Elements }, state);
}
