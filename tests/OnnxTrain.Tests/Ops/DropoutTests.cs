using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Ops;

/// <summary>Random zeros: how many, which, and that the way back meets the same.</summary>
public class DropoutTests
{
    private const int Elements = 100_000;

    private static readonly Value X = Value.Input("x", ElementType.Float32, ["batch"]);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void As_many_zeros_as_the_rate_says_and_the_rest_scaled(double rate)
    {
        var mask = Mask(new() { Seed = 3 }, rate);
        var kept = (float)(1 / (1 - rate));
        Assert.All(mask, m => Assert.True(m == 0 || m == kept));

        // Five standard deviations of a mean of Bernoulli variables.
        Assert.InRange(mask.Count(m => m == 0) / (double)Elements, rate - Deviations(rate), rate + Deviations(rate));
        Assert.InRange(mask.Average(), 1 - (Deviations(rate) * kept), 1 + (Deviations(rate) * kept));
    }

    [Fact]
    public void A_mask_that_nothing_reads_has_a_place_in_a_loop_with_a_view()
    {
        var y = X.Dropout(0.5).Unsqueeze(1);
        using var plan = Plan([y], new() { Seed = 3 });
        plan.Elements<float>(X).Fill(1);
        plan.Run();
        Assert.All(plan.Elements<float>(y).ToArray(), element => Assert.True(element is 0 or 2));
    }

    [Fact]
    public void Neighbours_are_independent()
    {
        var mask = Mask(new() { Seed = 3 }, 0.5);
        foreach (var distance in (int[])[1, 2, 3, 4, 1024])
        {
            var alike = Enumerable.Range(0, Elements - distance).Count(i => mask[i] == mask[i + distance]);
            Assert.InRange(alike / (double)(Elements - distance), 0.5 - Deviations(0.5), 0.5 + Deviations(0.5));
        }
    }

    [Fact]
    public void Seed_and_step_settle_the_mask()
    {
        var mask = Mask(new() { Seed = 3, Step = 7 }, 0.5);
        Assert.Equal(mask, Mask(new() { Seed = 3, Step = 7 }, 0.5));
        Assert.NotEqual(mask, Mask(new() { Seed = 3, Step = 8 }, 0.5));
        Assert.NotEqual(mask, Mask(new() { Seed = 4, Step = 7 }, 0.5));
        Assert.NotEqual(mask, Mask(new() { Seed = 3, Step = 7UL << 32 }, 0.5));
    }

    [Fact]
    public void A_new_step_of_the_same_plan_draws_a_new_mask()
    {
        var state = new StepState();
        var y = X.Dropout(0.5);
        using var plan = Plan([y], state);
        plan.Elements<float>(X).Fill(1);
        plan.Run();
        var first = plan.Elements<float>(y).ToArray();
        plan.Run();
        Assert.Equal(first, plan.Elements<float>(y).ToArray());
        state.Step++;
        plan.Run();
        Assert.NotEqual(first, plan.Elements<float>(y).ToArray());
    }

    [Fact]
    public void Two_uses_in_one_graph_draw_two_masks()
    {
        Value a = X.Dropout(0.5), b = X.Dropout(0.5);
        using var plan = Plan([a, b], new());
        plan.Elements<float>(X).Fill(1);
        plan.Run();
        Assert.NotEqual(plan.Elements<float>(a).ToArray(), plan.Elements<float>(b).ToArray());
    }

    [Fact]
    public void The_gradient_meets_the_same_mask()
    {
        var node = new DropoutOp(0.3).NodeOf(X);
        var gradient = (node.Outputs[0] * node.Outputs[0]).Sum().Gradient(X)[0];
        using var plan = Plan([node.Outputs[1], gradient], new() { Seed = 5, Step = 2 });
        plan.Elements<float>(X).Fill(0.5f);
        plan.Run();
        var mask = plan.Elements<float>(node.Outputs[1]).ToArray();
        var got = plan.Elements<float>(gradient).ToArray();
        for (var i = 0; i < Elements; i++) Assert.Equal(2 * 0.5 * mask[i] * mask[i], got[i], 1e-6);
    }

    [Fact]
    public void The_inference_graph_is_without_it()
    {
        var y = new GraphRewrite(new([X], [(X * 2).Dropout(0.3).Exp().Dropout(0.2)]), new InferencePass()).Graph.Fetches[0];
        Assert.Equal(["Mul", "Exp"], new Graph([X], [y]).Nodes.Select(n => n.Op.Name));
    }

    [Fact]
    public void The_mask_of_the_inference_graph_is_all_ones()
    {
        var mask = new GraphRewrite(new([X], [new DropoutOp(0.3).NodeOf(X).Outputs[1]]), new InferencePass()).Graph.Fetches[0];
        using var plan = Plan([mask], new());
        plan.Run();
        Assert.All(plan.Elements<float>(mask).ToArray(), m => Assert.Equal(1, m));
    }

    [Fact]
    public void No_rate_is_no_operator()
    {
        Assert.Same(X, X.Dropout(0));
        Assert.Same(X, X.MaskingNoise(0));
    }

    [Fact]
    public void Masking_noise_is_gone_after_training() =>
        Assert.Same(X, new GraphRewrite(new([X], [X.MaskingNoise(0.4)]), new InferencePass()).Graph.Fetches[0]);

    private static float[] Mask(StepState state, double rate)
    {
        var mask = new DropoutOp(rate).NodeOf(X).Outputs[1];
        using var plan = Plan([mask], state);
        plan.Run();
        return plan.Elements<float>(mask).ToArray();
    }

    private static Plan Plan(Value[] fetches, StepState state) =>
        new(new([X], fetches), new Dictionary<string, long> { ["batch"] = Elements }, state);

    private static double Deviations(double rate) => 5 * Math.Sqrt(rate * (1 - rate) / Elements);
}
