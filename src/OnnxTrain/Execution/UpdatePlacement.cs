namespace OnnxTrain;

/// <summary>
/// Finds the new values that can be written directly to the variable they update: those from an elementwise operator, if nothing reads the
/// old value later. This saves one pass over memory per variable.
/// </summary>
internal static class UpdatePlacement
{
    public static void Apply(Graph graph, IReadOnlyDictionary<Value, Storage> storages)
    {
        var kept = graph.Fetches.Concat(graph.Feeds).Where(storages.ContainsKey).Select(v => storages[v].Root).ToHashSet();
        var producers = graph.Nodes.SelectMany(n => n.Outputs.Select(v => (Value: v, Node: n))).ToDictionary(p => p.Value, p => p.Node);
        foreach (var (variable, value) in graph.Updates)
        {
            var storage = storages[value];
            if (
                !producers.TryGetValue(value, out var producer)
                || !producer.Op.IsElementwise
                || storage != storage.Root
                || !storage.NeedsBuffer
                || !storage.IsShared)
                continue;
            if (kept.Contains(storage) || IsReadElsewhere(storages, producer, variable) || IsReadAfter(graph, storages, producer, variable))
                continue;
            (storage.Buffer, storage.Offset) = (variable.Buffer, variable.Offset);
        }
    }

    /// <summary>
    /// Whether the producer reads memory of the variable at another offset than it writes: a part of a block that is updated as a whole
    /// would change before its last tile is read.
    /// </summary>
    private static bool IsReadElsewhere(IReadOnlyDictionary<Value, Storage> storages, Node producer, Variable variable) =>
        producer
            .Inputs.Select(v => storages[v].Root)
            .Any(s =>
                s.IsVariable
                && Overlaps(s, variable)
                && (s.Offset != variable.Offset || s.Bytes != variable.Shape.ElementCount * variable.ElementType.Size()));

    private static bool IsReadAfter(Graph graph, IReadOnlyDictionary<Value, Storage> storages, Node producer, Variable variable) =>
        graph.Nodes.Where(n => n.Sequence > producer.Sequence).SelectMany(n => n.Inputs)
            .Concat(graph.Fetches)
            .Concat(graph.Updates.Select(u => u.NewValue))
            .Any(v => storages.TryGetValue(v, out var s) && s.Root.IsVariable && Overlaps(s.Root, variable));

    private static bool Overlaps(Storage storage, Variable variable)
    {
        var end = variable.Offset + (variable.Shape.ElementCount * variable.ElementType.Size());
        return storage.Buffer == variable.Buffer && storage.Offset < end && variable.Offset < storage.Offset + storage.Bytes;
    }
}
