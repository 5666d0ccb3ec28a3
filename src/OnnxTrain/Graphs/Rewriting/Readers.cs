namespace OnnxTrain;

/// <summary>How often the values of a graph are read, by its nodes and as fetches.</summary>
internal sealed class Readers
{
    private readonly Dictionary<Value, int> _counts = [];

    public Readers(Graph? graph = null)
    {
        if (graph is null) return;
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Fetches).Concat(graph.Updates.Select(u => u.NewValue)))
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
    }

    /// <summary>Whether a value is read once.</summary>
    public bool IsOnly(Value value) => _counts.GetValueOrDefault(value) == 1;
}
