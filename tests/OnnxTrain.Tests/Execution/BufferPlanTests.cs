namespace OnnxTrain.Tests.Execution;

/// <summary>Buffers are used again, and nobody notices.</summary>
public class BufferPlanTests
{
    private static readonly Dictionary<string, long> NoAxes = [];

    [Fact]
    public void A_chain_of_elementwise_operators_needs_one_buffer()
    {
        var x = Value.Input("x", ElementType.Float32, [1000]);
        var y = x;
        for (var i = 0; i < 100; i++) y = (y * 1.01).Tanh();
        using var plan = new Plan(new([x], [y]), NoAxes);
        Assert.Equal(4032, plan.ArenaBytes);
    }

    [Fact]
    public void A_chain_of_products_needs_two_buffers()
    {
        Value x = Value.Input("x", ElementType.Float32, [64, 64]), w = Value.Input("w", ElementType.Float32, [64, 64]);
        var y = x;
        for (var i = 0; i < 50; i++) y = y.MatMul(w);
        using var plan = new Plan(new([x, w], [y]), NoAxes);
        Assert.Equal(2 * 64 * 64 * 4, plan.ArenaBytes);
    }

    [Fact]
    public void A_value_that_is_read_later_keeps_its_buffer()
    {
        var x = Value.Input("x", ElementType.Float32, [10, 100]);
        Value a = x + 1, b = a.LogSoftmax(), c = b.Exp() - a;
        using var plan = new Plan(new([x], [c]), NoAxes);
        plan.Elements<float>(x).Fill(0.5f);
        plan.Run();
        Assert.All(plan.Elements<float>(c).ToArray(), v => Assert.Equal(0.01 - 1.5, v, 1e-5));
        Assert.Equal(2 * 4032, plan.ArenaBytes);
    }

    [Fact]
    public void Values_that_only_their_loop_needs_take_no_buffer()
    {
        var x = Value.Input("x", ElementType.Float32, [5000]);
        Value a = x + 1, b = a * 2, above = b > 3, c = Value.Where(above, b.Exp() - a, b.Reshape([1, 5000]).Reshape([5000]) * a);
        using var plan = new Plan(new([x], [c]), NoAxes);
        for (var i = 0; i < 5000; i++) plan.Elements<float>(x)[i] = i % 2;
        plan.Run();
        for (var i = 0; i < 5000; i++) Assert.Equal(i % 2 == 0 ? 2 : Math.Exp(4) - 2, plan.Elements<float>(c)[i], 1e-4);
        Assert.Equal(20032, plan.ArenaBytes);
    }

    [Fact]
    public void A_view_keeps_its_memory_alive()
    {
        var x = Value.Input("x", ElementType.Float32, [4, 3]);
        var a = x * 2;
        var view = a.Reshape([12]);
        var b = a.Exp();
        var y = b.Reshape([12]) - view;
        using var plan = new Plan(new([x], [y, view.Identity()]), NoAxes);
        plan.Elements<float>(x).Fill(1);
        plan.Run();
        Assert.All(plan.Elements<float>(y).ToArray(), v => Assert.Equal(Math.Exp(2) - 2, v, 1e-5));
    }

    [Fact]
    public void Reused_buffers_give_the_bits_of_separate_ones()
    {
        var saved = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            // Fetching every value forbids that any two share memory.
            var graph = new RandomGraph(seed, size: (seed % 7 * 97) + 1, operators: 40);
            using var separate = new Plan(new(graph.Inputs, [.. graph.Computed]), NoAxes);
            Value[] few = [graph.Last, graph.Computed[20], graph.Computed[7]];
            using var shared = new Plan(new(graph.Inputs, few), NoAxes);
            Fill(separate, graph, seed);
            Fill(shared, graph, seed);
            for (var run = 0; run < 2; run++)
            {
                separate.Run();
                shared.Run();
                foreach (var value in few) Assert.Equal(separate.Elements<float>(value).ToArray(), shared.Elements<float>(value).ToArray());
            }

            if (shared.ArenaBytes < separate.ArenaBytes / 2) saved++;
        }

        Assert.InRange(saved, 200, 300);
    }

    [Fact]
    public void Gradients_of_random_graphs_are_the_same_with_reused_buffers()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var graph = new RandomGraph(seed, size: 5, operators: 15);
            var gradients = graph.Last.Sum().Gradient(graph.Inputs);
            using var shared = new Plan(new(graph.Inputs, [.. gradients]), NoAxes);
            var all = shared.Graph.Nodes.SelectMany(node => node.Outputs).Concat(gradients).Distinct().ToList();
            using var separate = new Plan(new(graph.Inputs, all), NoAxes);
            Fill(separate, graph, seed);
            Fill(shared, graph, seed);
            separate.Run();
            shared.Run();
            foreach (var value in gradients)
                Assert.Equal(separate.Elements<float>(value).ToArray(), shared.Elements<float>(value).ToArray());
        }
    }

    [Fact]
    public void A_fed_value_is_not_computed()
    {
        var x = Value.Input("x", ElementType.Float32, [3]);
        var middle = x.Exp();
        var y = middle * 2;
        using var plan = new Plan(new([middle], [y]), NoAxes);
        plan.Elements<float>(middle).Fill(4);
        plan.Run();
        Assert.Equal([8, 8, 8], plan.Elements<float>(y).ToArray());
        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => new Graph([], [y])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_axis_without_a_size_is_named_in_the_message()
    {
        var x = Value.Input("x", ElementType.Float32, ["time", 3]);
        Assert.Contains(
            "'time'",
            Assert.Throws<ArgumentException>(() => new Plan(new([x], [x * 2]), NoAxes)).Message,
            StringComparison.Ordinal);
    }

    private static void Fill(Plan plan, RandomGraph graph, int seed)
    {
        var random = new Random(seed);
        foreach (var input in graph.Inputs)
        {
            foreach (ref var x in plan.Elements<float>(input)) x = (float)((2 * random.NextDouble()) - 1);
        }
    }
}
