namespace OnnxTrain;

/// <summary>
/// One rewrite of graphs: what takes the place of which value, and what each operator becomes. A <see cref="GraphRewrite"/> applies it and
/// checks that the graph after it is one, and that it keeps what <see cref="Keeps"/> says.
/// </summary>
internal abstract class GraphPass
{
    /// <summary>The name in messages: the class's name without <c>Pass</c>.</summary>
    public string Name => GetType().Name[..^4];

    /// <summary>What is the same after the pass.</summary>
    public abstract PassKeeps Keeps { get; }

    /// <summary>Whether nodes that depend on nothing replaced are written again, too.</summary>
    public virtual bool WritesAll => false;

    /// <summary>Why a graph is not one that the pass takes; null if it is.</summary>
    public virtual string? Refuses(Graph graph) => null;

    /// <summary>Called before the first node: what takes the place of which value from the start.</summary>
    public virtual IReadOnlyDictionary<Value, Value> Replace(Graph graph) => new Dictionary<Value, Value>();

    /// <summary>What an operator becomes on its new inputs: its outputs; null where it stays what it is. Called in the order of the graph,
    /// within the path of the node.</summary>
    public virtual Value[]? Rewrite(Node node, Value[] inputs) => null;

    /// <summary>The feeds of the graph after the pass.</summary>
    /// <param name="feeds">What the feeds have become.</param>
    /// <param name="leaves">The values without a producer that the graph after the pass is computed from.</param>
    public virtual IReadOnlyList<Value> Feeds(IReadOnlyList<Value> feeds, IReadOnlySet<Value> leaves) => feeds;

    /// <summary>What an update becomes, whose new value is that after the pass.</summary>
    public virtual IEnumerable<Assignment> Update(Assignment update) => [update];

    /// <summary>Why no pass that computes with weights takes a graph: they are those of a model after training.</summary>
    protected static string? RefusesTraining(Graph graph)
    {
        const string wanted = "and it has to be an inference graph.";
        if (graph.Updates.Count > 0) return $"it changes the variable {graph.Updates[0].Variable}, {wanted}";
        return graph.Nodes.FirstOrDefault(n => n.Op.IsRandom) is { } random
            ? $"{random.Op.Name}{(random.Path.Length > 0 ? $" in {random.Path}" : "")} draws random numbers, {wanted}"
            : null;
    }
}
