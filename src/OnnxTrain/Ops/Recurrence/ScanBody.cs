namespace OnnxTrain;

/// <summary>
/// The graph of one step of a <see cref="ScanOp"/>. Its feeds are the states, a slice of each scanned input, and the other values that the
/// step reads; its fetches are the new states and the outputs of the step. It reads no variables, so passes that change or fold variables
/// work on the graph around it and leave it as it is; the inference pass rewrites it, too. Bodies with the same text are equal.
/// </summary>
internal sealed class ScanBody : IEquatable<ScanBody>
{
    private readonly string _text;

    public ScanBody(Graph graph)
    {
        Graph = graph;
        _text = GraphText.Of(graph).Replace("\n", "; ", StringComparison.Ordinal).TrimEnd();
    }

    public Graph Graph { get; }

    /// <summary>Shape rule: types of the feeds → types of the fetches.</summary>
    /// <exception cref="ShapeException">The types do not fit an operator.</exception>
    public TensorType[] InferTypes(ReadOnlySpan<TensorType> feeds)
    {
        var types = new Dictionary<Value, TensorType>();
        for (var i = 0; i < feeds.Length; i++) types[Graph.Feeds[i]] = feeds[i];
        foreach (var node in Graph.Nodes)
        {
            var outputs = node.Op.InferTypes([.. node.Inputs.Select(Of)]);
            for (var i = 0; i < outputs.Length; i++) types[node.Outputs[i]] = outputs[i];
        }

        return [.. Graph.Fetches.Select(Of)];

        TensorType Of(Value value) => types.TryGetValue(value, out var type) ? type : value.Type;
    }

    /// <summary>Writes the step into the current graph and returns its fetches.</summary>
    /// <param name="inputs">The values that replace the feeds.</param>
    public Value[] Apply(IReadOnlyList<Value> inputs) => Apply(Graph, inputs);

    /// <inheritdoc cref="Apply(IReadOnlyList{Value})"/>
    public static Value[] Apply(Graph graph, IReadOnlyList<Value> inputs)
    {
        var now = new Dictionary<Value, Value>();
        for (var i = 0; i < inputs.Count; i++) now[graph.Feeds[i]] = inputs[i];
        foreach (var node in graph.Nodes)
        {
            using var path = Trace.At(node.Path);
            var outputs = node.Op.NodeOf([.. node.Inputs.Select(Now)]).Outputs;
            for (var i = 0; i < outputs.Length; i++) now[node.Outputs[i]] = outputs[i];
        }

        return [.. graph.Fetches.Select(Now)];

        Value Now(Value value) => now.GetValueOrDefault(value, value);
    }

    /// <summary>The step for feeds of other types.</summary>
    public Graph For(IReadOnlyList<TensorType> feeds)
    {
        if (Graph.Feeds.Select(f => f.Type).SequenceEqual(feeds)) return Graph;
        Value[] inputs = [.. feeds.Select((type, i) => new InputValue(((InputValue)Graph.Feeds[i]).Name, type))];
        return new(inputs, Apply(inputs));
    }

    /// <summary>The lengths of named axes for which the feeds have these types, all axes fixed; null if there are none.</summary>
    public Dictionary<string, long>? Axes(IReadOnlyList<TensorType> feeds)
    {
        var axes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (own, given) in Graph.Feeds.Zip(feeds))
        {
            foreach (var (axis, length) in own.Shape.Zip(given.Shape))
            {
                var fits = axis.IsFixed ? axis == length
                    : axis.Symbol is not { } name || axes.TryAdd(name, length.Size) || axes[name] == length.Size;
                if (!fits) return null;
            }
        }

        return axes;
    }

    public bool Equals(ScanBody? other) => other is not null && other._text == _text;

    public override bool Equals(object? obj) => Equals(obj as ScanBody);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>The text of the graph.</summary>
    public override string ToString() => _text;
}
