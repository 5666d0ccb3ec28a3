namespace OnnxTrain;

/// <summary>
/// A rewrite of graphs: it replaces values and operators. A <see cref="GraphRewrite"/> applies it, and checks that the result is a valid
/// graph that preserves what <see cref="Keeps"/> declares.
/// </summary>
internal abstract class GraphPass
{
    /// <summary>The name in messages: the class's name without <c>Pass</c>.</summary>
    public string Name => GetType().Name[..^4];

    /// <summary>The properties of the graph that the pass preserves.</summary>
    public abstract PassKeeps Keeps { get; }

    /// <summary>Whether nodes that depend on no replaced value are also rewritten.</summary>
    public virtual bool WritesAll => false;

    /// <summary>The reason why the pass cannot rewrite a graph; null if it can.</summary>
    public virtual string? Refuses(Graph graph) => null;

    /// <summary>The replacements of values to start with; called before the first node.</summary>
    public virtual IReadOnlyDictionary<Value, Value> Replace(Graph graph) => new Dictionary<Value, Value>();

    /// <summary>
    /// The outputs that replace those of a node, given its new inputs; null to keep its operator. Called in the order of the graph, within
    /// the path of the node.
    /// </summary>
    public virtual Value[]? Rewrite(Node node, Value[] inputs) => null;

    /// <summary>The feeds of the graph after the pass.</summary>
    /// <param name="feeds">The rewritten feeds.</param>
    public virtual IReadOnlyList<Value> Feeds(IReadOnlyList<Value> feeds) => feeds;

    /// <summary>The updates that replace an update, whose new value is already rewritten.</summary>
    public virtual IEnumerable<Assignment> Update(Assignment update) => [update];

    /// <summary>The reason why a pass that computes with weights cannot rewrite a graph: the weights may change; null if it can.</summary>
    protected static string? RefusesTraining(Graph graph)
    {
        const string wanted = "but must be an inference graph.";
        if (graph.Updates.Count > 0) return $"it updates the variable {graph.Updates[0].Variable}, {wanted}";
        return graph.Nodes.FirstOrDefault(n => n.Op.IsRandom) is { } random
            ? $"{random.Op.Name}{(random.Path.Length > 0 ? $" in {random.Path}" : "")} draws random numbers, {wanted}"
            : null;
    }
}
