namespace OnnxTrain;

/// <summary>
/// Writes a graph again with stacks of linear layers as one layer each: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂). The product is
/// taken in float64 and rounded once, whatever the length of the stack.
/// </summary>
internal sealed class LinearCollapse
{
    private readonly Dictionary<Value, Value> _rewritten = [];
    private readonly Dictionary<Value, LinearMap> _maps = [];
    private readonly Dictionary<Value, int> _readers = [];

    private LinearCollapse(Graph graph)
    {
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Fetches))
            _readers[value] = _readers.GetValueOrDefault(value) + 1;
        foreach (var node in graph.Nodes) Rewrite(node);
    }

    /// <summary>The same values, to rounding.</summary>
    /// <param name="values">Values of an inference graph.</param>
    /// <param name="feeds">The graph's inputs.</param>
    public static Value[] Of(IReadOnlyList<Value> values, IReadOnlyList<Value> feeds)
    {
        var rewritten = Rewritten(values, feeds);
        return [.. values.Select(v => rewritten.GetValueOrDefault(v, v))];
    }

    /// <summary>What each value that changed has become.</summary>
    /// <inheritdoc cref="Of"/>
    public static Dictionary<Value, Value> Rewritten(IReadOnlyList<Value> values, IReadOnlyList<Value> feeds) =>
        new LinearCollapse(new(feeds, values))._rewritten;

    private void Rewrite(Node node)
    {
        using var scope = Scope.Named(node.Path);
        if (LinearMap.Of(node) is { } own)
        {
            var output = node.Outputs[0];
            if (_maps.TryGetValue(node.Inputs[0], out var before) && _readers[node.Inputs[0]] == 1)
            {
                _maps[output] = own.After(before);
                _rewritten[output] = _maps[output].Apply(output.ElementType);
                return;
            }

            _maps[output] = own with { Input = _rewritten.GetValueOrDefault(own.Input, own.Input) };
        }

        if (node.Op is IdentityOp && _maps.TryGetValue(node.Inputs[0], out var same) && _readers[node.Inputs[0]] == 1)
        {
            _maps[node.Outputs[0]] = same;
            _rewritten[node.Outputs[0]] = _rewritten.GetValueOrDefault(node.Inputs[0], node.Inputs[0]);
            return;
        }

        Value[] inputs = [.. node.Inputs.Select(i => _rewritten.GetValueOrDefault(i, i))];
        if (inputs.SequenceEqual(node.Inputs)) return;
        var outputs = node.Op.NodeOf(inputs).Outputs;
        for (var i = 0; i < outputs.Length; i++) _rewritten[node.Outputs[i]] = outputs[i];
    }
}
