namespace OnnxTrain.Tests.Graphs.Rewriting;

/// <summary>Every pass on every network: the graph after it computes what the pass says that it keeps.</summary>
public class GraphPassTests
{
    private static readonly Value X = Value.Input("x", ElementType.Float32, ["batch", 3]);

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var pass in PassCases.Passes.Keys)
            {
                foreach (var network in PassCases.Networks.Keys) cases.Add(pass.Name, network);
            }

            return cases;
        }
    }

    [Fact]
    public void Every_pass_has_cases() => Assert.Equal(
        typeof(GraphPass).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(GraphPass)) && !t.IsAbstract).Select(t => t.Name).Order(),
        PassCases.Passes.Keys.Select(t => t.Name).Order());

    [Theory, MemberData(nameof(Cases))]
    public void The_graph_after_a_pass_computes_what_the_pass_keeps(string name, string network)
    {
        var (graph, pass) = CaseOf(name, network);
        var rewrite = new GraphRewrite(graph, pass);
        Assert.Equal(graph.Fetches.Select(rewrite.Of), rewrite.Graph.Fetches);
        if (pass is VariableCopyPass copy)
        {
            var copies = rewrite.Graph.Variables.Concat(rewrite.Graph.Updates.Select(u => u.Variable)).Distinct();
            _ = new VariableBlock("copies", [.. copies], ElementType.Float32);
            copy.CopyValues();
        }

        if (!pass.Keeps.HasFlag(PassKeeps.Numbers)) return;
        var (before, after) = (GraphNumbers.Of(graph), GraphNumbers.Of(rewrite.Graph).ToDictionary(n => n.Name, n => n.Numbers));
        Assert.Contains(before, n => after.ContainsKey(n.Name));
        foreach (var (value, numbers) in before.Where(n => after.ContainsKey(n.Name)))
        {
            Assert.Equal(numbers.Length, after[value].Length);
            var tolerance = pass.Keeps.HasFlag(PassKeeps.Bits) ? 0 : 2e-6;
            Assert.All(
                numbers.Zip(after[value]),
                pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * (1 + Math.Abs(pair.First))));
        }
    }

    /// <summary>A pass that does nothing would keep everything.</summary>
    [Fact]
    public void Every_pass_changes_a_network() => Assert.All(
        PassCases.Passes.Keys,
        pass => Assert.Contains(PassCases.Networks.Keys, network =>
        {
            var (graph, changes) = CaseOf(pass.Name, network);
            return Computed(new GraphRewrite(graph, changes).Graph).Except(Computed(graph)).Any();
        }));

    [Theory]
    [InlineData("dropout and noise")]
    [InlineData("convolution")]
    public void After_training_nothing_is_drawn_and_no_batch_is_normalized_by_itself(string network)
    {
        var model = PassCases.Networks[network]();
        var nodes = new GraphRewrite(new(model.Features, [model.Output]), new InferencePass()).Graph.Nodes;
        Assert.DoesNotContain(nodes, n => n.Op.IsRandom || n.Op is BatchNormalizationOp);
    }

    [Fact]
    public void Passes_follow_one_another()
    {
        var model = PassCases.Networks["normalized linear layers"]();
        var rewrite = new GraphRewrite(
            new(model.Features, [model.Output]), new InferencePass(), new BatchNormalizationFoldPass(), new LinearCollapsePass());
        Assert.Equal(["Gemm", "Tanh", "Gemm"], rewrite.Graph.Nodes.Select(n => n.Op.Name));
        Assert.Equal(rewrite.Graph.Fetches[0], rewrite.Of(model.Output));
    }

    [Fact]
    public void What_depends_on_nothing_that_changes_stays()
    {
        var (kept, changed) = (X * 2, X.Dropout(0.5));
        var rewrite = new GraphRewrite(new([X], [kept, changed + kept]), new InferencePass());
        Assert.Same(kept, rewrite.Of(kept));
        Assert.Same(X, rewrite.Of(changed));
    }

    [Fact]
    public void A_pass_that_computes_with_weights_takes_no_graph_of_training()
    {
        var graph = new Graph([X], [X.Dropout(0.5)]);
        Assert.Contains("draws random numbers", Message(graph, new LinearCollapsePass()), StringComparison.Ordinal);
        var model = PassCases.Networks["convolution"]();
        graph = new(model.Features, [model.Output], model.Updates);
        Assert.Contains(model.Updates[0].Variable.Name, Message(graph, new BatchNormalizationFoldPass()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pass_that_does_not_keep_what_it_says_is_found()
    {
        var y = Value.Input("y", ElementType.Float32, ["batch", 3]);
        var block = new VariableBlock("block", [new("other", [3], Initializer.Ones)], ElementType.Float32);
        Refuses("the fetch 0 is float32", new Becoming(PassKeeps.Bits, (_, x) => (x * 2).Sum(1)));
        Refuses("reads the variable other", new Becoming(PassKeeps.Variables, (_, x) => x * block.Variables[0]));
        Refuses("changes the feeds", new OtherFeed(X, y));
        Assert.Contains(
            "needs the input 'y'",
            Assert.Throws<ArgumentException>(() => new GraphRewrite(Doubled, new Becoming(PassKeeps.Bits, (_, _) => y * 2))).Message,
            StringComparison.Ordinal);
    }

    private static Graph Doubled => new([X], [X * 2]);

    private static void Refuses(string message, GraphPass pass) =>
        Assert.Contains(message, Message(Doubled, pass), StringComparison.Ordinal);

    private static IEnumerable<Value> Computed(Graph graph) => graph.Fetches.Concat(graph.Updates.Select(u => u.NewValue));

    private static PassCase CaseOf(string pass, string network) =>
        PassCases.Passes.Single(p => p.Key.Name == pass).Value(PassCases.Networks[network]());

    private static string Message(Graph graph, GraphPass pass) =>
        Assert.Throws<InvalidOperationException>(() => new GraphRewrite(graph, pass)).Message;

    private sealed class Becoming(PassKeeps keeps, Func<Node, Value, Value> becomes) : GraphPass
    {
        public override PassKeeps Keeps => keeps;

        public override Value[] Rewrite(Node node, Value[] inputs) => [becomes(node, inputs[0])];
    }

    private sealed class OtherFeed(Value feed, Value becomes) : GraphPass
    {
        public override PassKeeps Keeps => PassKeeps.Feeds;

        public override IReadOnlyDictionary<Value, Value> Replace(Graph graph) => new Dictionary<Value, Value> { [feed] = becomes };
    }
}
