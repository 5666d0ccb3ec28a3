namespace OnnxTrain;

/// <summary>Counts how often the values of a graph are read, by its nodes, as fetches and as updates.</summary>
internal sealed class Readers
{
    private readonly Dictionary<Value, int> _counts = [];

    public Readers(Graph? graph = null)
    {
        if (graph is null) return;
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Fetches).Concat(graph.Updates.Select(u => u.NewValue)))
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
    }

    /// <summary>Whether a value is read exactly once.</summary>
    public bool IsOnly(Value value) => _counts.GetValueOrDefault(value) == 1;
}
