namespace OnnxTrain;

/// <summary>Writes a graph again where values or operators become others; what depends on none of them stays as it is.</summary>
internal sealed class Substitution
{
    private readonly Dictionary<Value, Value> _rewritten;

    /// <param name="graph">The graph.</param>
    /// <param name="replaced">What takes the place of which value; null for nothing.</param>
    /// <param name="becomes">The outputs of what an operator becomes on its new inputs; null where it stays what it is.</param>
    /// <param name="besides">What becomes of the other inputs of an operator that takes a replaced or rewritten value; null leaves them as
    /// they are.</param>
    public Substitution(
        Graph graph, IReadOnlyDictionary<Value, Value>? replaced = null, Func<Node, Value[], Value[]?>? becomes = null,
        Func<Value, Value>? besides = null)
    {
        _rewritten = replaced is null ? [] : new(replaced);
        foreach (var node in graph.Nodes)
        {
            using var scope = Scope.Named(node.Path);
            Value[] inputs = [.. node.Inputs.Select(Of)];
            var isSame = inputs.SequenceEqual(node.Inputs);
            if (!isSame && besides is not null) inputs = [.. inputs.Zip(node.Inputs, (now, before) => now == before ? besides(now) : now)];
            var outputs = becomes?.Invoke(node, inputs) ?? (isSame ? node.Outputs : node.Op.NodeOf(inputs).Outputs);
            for (var i = 0; i < outputs.Length; i++) _rewritten.TryAdd(node.Outputs[i], outputs[i]);
        }
    }

    /// <summary>What a value of the graph has become.</summary>
    public Value Of(Value value) => _rewritten.GetValueOrDefault(value, value);
}
