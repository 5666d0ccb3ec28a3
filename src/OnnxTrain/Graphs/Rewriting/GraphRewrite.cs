namespace OnnxTrain;

/// <summary>
/// Rewrites a graph by passes in order, and records the replacement of each value. Nodes that depend on no replaced value are kept.
/// </summary>
internal sealed class GraphRewrite
{
    private readonly Dictionary<Value, Value> _rewritten = [];

    /// <exception cref="InvalidOperationException">A pass cannot rewrite the graph, or does not preserve what it declares.</exception>
    public GraphRewrite(Graph graph, params ReadOnlySpan<GraphPass> passes)
    {
        Graph = graph;
        foreach (var pass in passes) Apply(pass);
    }

    /// <summary>The graph after the last pass.</summary>
    public Graph Graph { get; private set; }

    /// <summary>The values that were replaced, and their replacements.</summary>
    public IReadOnlyDictionary<Value, Value> Changed => _rewritten;

    /// <summary>The replacement of a value, or the value itself.</summary>
    public Value Of(Value value) => _rewritten.GetValueOrDefault(value, value);

    private void Apply(GraphPass pass)
    {
        var before = Graph;
        if (pass.Refuses(before) is { } reason) throw new InvalidOperationException($"{pass.Name} cannot rewrite the graph: {reason}");
        var now = new Dictionary<Value, Value>(pass.Replace(before));
        foreach (var node in before.Nodes)
        {
            using var path = Trace.Named(node.Path);
            Value[] inputs = [.. node.Inputs.Select(Now)];
            var outputs = pass.Rewrite(node, inputs)
                ?? (pass.WritesAll || !inputs.SequenceEqual(node.Inputs) ? node.Op.NodeOf(inputs).Outputs : node.Outputs);
            for (var i = 0; i < outputs.Length; i++)
            {
                if (outputs[i] != node.Outputs[i]) now.TryAdd(node.Outputs[i], outputs[i]);
            }
        }

        Value[] fetches = [.. before.Fetches.Select(Now)];
        Assignment[] updates = [.. before.Updates.SelectMany(u => pass.Update(new(u.Variable, Now(u.NewValue))))];
        Graph = new(pass.Feeds([.. before.Feeds.Select(Now)]), fetches, updates);
        Check(pass, before, Graph);
        foreach (var (value, was) in _rewritten.ToArray()) _rewritten[value] = Now(was);
        foreach (var (value, becomes) in now) _rewritten.TryAdd(value, becomes);

        Value Now(Value value) => now.GetValueOrDefault(value, value);
    }

    private static void Check(GraphPass pass, Graph before, Graph after)
    {
        for (var i = 0; i < before.Fetches.Count && pass.Keeps.HasFlag(PassKeeps.Types); i++)
        {
            if (after.Fetches[i].Type != before.Fetches[i].Type)
                throw Broken($"the fetch {i} is {before.Fetches[i].Type} before it and {after.Fetches[i].Type} after it");
        }

        if (pass.Keeps.HasFlag(PassKeeps.Feeds) && !after.Feeds.SequenceEqual(before.Feeds)) throw Broken("it changes the feeds");
        if (!pass.Keeps.HasFlag(PassKeeps.Variables)) return;
        if (after.Variables.FirstOrDefault(v => !before.Variables.Contains(v)) is { } read)
            throw Broken($"the graph after it reads the variable {read}, which the graph before does not");
        if (!after.Updates.Select(u => u.Variable).SequenceEqual(before.Updates.Select(u => u.Variable)))
            throw Broken("it changes other variables");

        InvalidOperationException Broken(string what) => new($"{pass.Name} is wrong: {what}.");
    }
}
