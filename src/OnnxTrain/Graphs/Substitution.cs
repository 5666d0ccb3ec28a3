namespace OnnxTrain;

/// <summary>Writes the part of a graph again that depends on values which others take the place of.</summary>
internal sealed class Substitution
{
    private readonly Dictionary<Value, Value> _rewritten;

    /// <param name="graph">The graph.</param>
    /// <param name="replaced">What takes the place of which value.</param>
    /// <param name="draws">Where random operators have their draws from; null leaves them as they are.</param>
    /// <param name="besides">What becomes of the other inputs of an operator that takes a replaced or rewritten value; null leaves them as they are.</param>
    public Substitution(Graph graph, IReadOnlyDictionary<Value, Value> replaced, Draws? draws = null, Func<Value, Value>? besides = null)
    {
        _rewritten = new(replaced);
        foreach (var node in graph.Nodes)
        {
            using var scope = Scope.Named(node.Path);
            Value[] inputs = [.. node.Inputs.Select(Of)];
            var isSame = inputs.SequenceEqual(node.Inputs);
            if (!isSame && besides is not null) inputs = [.. inputs.Zip(node.Inputs, (now, before) => now == before ? besides(now) : now)];
            var outputs = draws is not null && node.Op.IsRandom ? node.Op.WithDraws(inputs, draws)
                ?? throw new InvalidOperationException($"{node.Op.Name} draws random numbers and does not say how from given ones.")
                : isSame ? node.Outputs : node.Op.NodeOf(inputs).Outputs;
            for (var i = 0; i < outputs.Length; i++) _rewritten.TryAdd(node.Outputs[i], outputs[i]);
        }
    }

    /// <summary>What a value of the graph has become.</summary>
    public Value Of(Value value) => _rewritten.GetValueOrDefault(value, value);
}
