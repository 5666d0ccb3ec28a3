namespace OnnxTrain;

/// <summary>
/// Fuses nodes whose kernels can do the work of the next node while writing: a matrix product takes the addition and the activation after
/// it as its epilogue, which saves a pass over memory for each.
/// </summary>
internal static class OperatorFusion
{
    public static Graph Apply(Graph graph)
    {
        var kept = graph.Feeds.Concat(graph.Fetches).Concat(graph.Updates.Select(u => u.NewValue)).ToHashSet();
        var readers = graph.Nodes.SelectMany(n => n.Inputs.Distinct().Select(v => (Value: v, Node: n))).ToLookup(r => r.Value, r => r.Node);
        var joined = new Dictionary<Node, Node>();
        var gone = new HashSet<Node>();
        foreach (var node in graph.Nodes)
        {
            // A fused node is tried again: first with an addition, then with the activation after it.
            var current = joined.GetValueOrDefault(node, node);
            if (
                current.Outputs is not [var output]
                || kept.Contains(output)
                || readers[output].ToArray() is not [var next]
                || joined.ContainsKey(next))
                continue;
            if (current.Op.TryFuse(current, next) is not var (op, inputs))
                continue;
            joined[next] = new(op, inputs, current.Path, next);
            gone.Add(node);
        }

        return gone.Count == 0
            ? graph
            : graph.With(Needed([.. graph.Nodes.Where(n => !gone.Contains(n)).Select(n => joined.GetValueOrDefault(n, n))], kept));
    }

    /// <summary>Removes nodes that are no longer needed after fusion.</summary>
    private static List<Node> Needed(List<Node> nodes, HashSet<Value> kept)
    {
        var read = new HashSet<Value>(kept);
        var needed = new List<Node>();
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (!nodes[i].Outputs.Any(read.Contains)) continue;
            needed.Add(nodes[i]);
            read.UnionWith(nodes[i].Inputs);
        }

        needed.Reverse();
        return needed;
    }
}
