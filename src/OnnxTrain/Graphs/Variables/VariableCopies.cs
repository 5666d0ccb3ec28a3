namespace OnnxTrain;

/// <summary>A copy of a graph with its own variables, which get the values of the original ones.</summary>
internal sealed class VariableCopies
{
    private readonly List<(Variable From, Variable To)> _pairs = [];

    public VariableCopies(IReadOnlyList<Value> feeds, IReadOnlyList<Value> outputs, IReadOnlyList<Assignment> updates)
    {
        var graph = new Graph(feeds, outputs, updates);
        var rewritten = new Dictionary<Value, Value>();
        foreach (var from in graph.Variables.Concat(updates.Select(u => u.Variable)).Distinct())
        {
            _ = from.Buffer; // throws for a variable without values
            var to = new Variable(from.Name, from.Shape, from.Initializer, from.IsTrainable);
            using var scope = Scope.Typed(from.ElementType);
            rewritten[from.ToValue()] = to.ToValue();
            _pairs.Add((from, to));
        }

        Rewrite(graph, rewritten);
        Outputs = [.. outputs.Select(o => rewritten.GetValueOrDefault(o, o))];
        Updates =
        [
            .. updates.Select(u => new Assignment(
                _pairs.Find(p => p.From == u.Variable).To,
                rewritten.GetValueOrDefault(u.NewValue, u.NewValue))),
        ];
    }

    /// <summary>The outputs, computed from the new variables.</summary>
    public IReadOnlyList<Value> Outputs { get; }

    /// <summary>The updates, of the new variables.</summary>
    public IReadOnlyList<Assignment> Updates { get; }

    /// <summary>Rewrites other values that depend on the original variables to depend on the new ones.</summary>
    public Value[] Of(IReadOnlyList<Value> values, IReadOnlyList<Value> feeds)
    {
        var rewritten = _pairs.ToDictionary(p => p.From.ToValue(), p => p.To.ToValue());
        Rewrite(new(feeds, values), rewritten);
        return [.. values.Select(v => rewritten.GetValueOrDefault(v, v))];
    }

    private static void Rewrite(Graph graph, Dictionary<Value, Value> rewritten)
    {
        foreach (var node in graph.Nodes)
        {
            using var scope = Scope.Named(node.Path);
            var outputs = node.Op.NodeOf([.. node.Inputs.Select(i => rewritten.GetValueOrDefault(i, i))]).Outputs;
            for (var i = 0; i < outputs.Length; i++) rewritten[node.Outputs[i]] = outputs[i];
        }
    }

    /// <summary>Copies the values, once the new variables have memory.</summary>
    public void TakeValues()
    {
        foreach (var (from, to) in _pairs) to.CopyFrom(from);
    }
}
