namespace OnnxTrain;

/// <summary>
/// A computation graph: the nodes between <see cref="Feeds"/> and <see cref="Fetches"/>, and the variables that are updated. A feed may be
/// any value, an input or a value within a model; nodes before it are not computed.
/// </summary>
internal sealed class Graph
{
    public Graph(IReadOnlyList<Value> feeds, IReadOnlyList<Value> fetches, IReadOnlyList<Assignment>? updates = null)
    {
        (Feeds, Fetches, Updates) = (feeds, fetches, updates ?? []);
        foreach (var (variable, value) in Updates)
        {
            if (value.Type != variable.ToValue().Type)
                throw new ShapeException(
                    $"The variable {variable} cannot take the new value {value.Type}: type and shape must be those of the variable.");
        }

        if (Updates.GroupBy(u => u.Variable).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The variable {twice.Key} gets two new values in one step.");
        var fed = new HashSet<Value>(feeds);
        var nodes = new HashSet<Node>();
        var pending = new Stack<Value>([.. fetches, .. Updates.Select(u => u.NewValue)]);
        while (pending.TryPop(out var value))
        {
            if (fed.Contains(value)) continue;
            if (value is InputValue input)
                throw new ArgumentException($"The graph needs the input '{input.Name}' ({input.Type}), which is not among its feeds.");
            if (value.Producer is { } node && nodes.Add(node))
            {
                foreach (var needed in node.Inputs) pending.Push(needed);
            }
        }

        Nodes = [.. nodes.OrderBy(n => n.Sequence)];
        Variables =
        [
            .. Nodes.SelectMany(n => n.Inputs).Concat(fetches).Concat(Updates.Select(u => u.NewValue)).Where(v => !fed.Contains(v))
                .OfType<VariableValue>().Select(v => v.Variable).Distinct(),
        ];
    }

    private Graph(Graph other, IReadOnlyList<Node> nodes) =>
        (Feeds, Fetches, Updates, Variables, Nodes) = (other.Feeds, other.Fetches, other.Updates, other.Variables, nodes);

    public IReadOnlyList<Value> Feeds { get; }

    public IReadOnlyList<Value> Fetches { get; }

    public IReadOnlyList<Assignment> Updates { get; }

    /// <summary>The nodes in topological order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The variables that the graph reads, in the order of first use.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The same graph, with its values computed by other nodes.</summary>
    public Graph With(IReadOnlyList<Node> nodes) => new(this, nodes);
}
