using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Gives every shared buffer its place in the arena: a place is free again after the last use of what lies there.</summary>
internal sealed class Arena
{
    private readonly List<(long Offset, long Bytes)> _holes = [];
    private long _end;

    /// <summary>
    /// Sets the offsets of all shared storages of a graph and returns the size of the arena in bytes. Nodes that run as one loop,
    /// up to <paramref name="ends"/>, keep their buffers apart until its end; only writing over an input, element by element, is safe.
    /// </summary>
    public static long Allocate(Graph graph, IReadOnlyDictionary<Value, Storage> storages, int[] ends)
    {
        var arena = new Arena();
        var uses = Lifetimes(graph, storages);
        var first = uses.ToLookup(u => u.Value.First, u => u.Key);
        var last = uses.ToLookup(u => u.Value.Last, u => u.Key);
        var taken = new HashSet<Storage>();
        var begin = 0;
        for (var step = 0; step < graph.Nodes.Count; step++)
        {
            foreach (var storage in first[step])
            {
                if (TakeOver(graph.Nodes[step], storages, storage, last[step], taken)) continue;
                storage.Offset = arena.Take(NativeBuffer.Align(storage.Bytes));
            }

            if (step < ends[step]) continue;
            for (var ended = begin; ended <= step; ended++)
            {
                foreach (var storage in last[ended].Where(s => !taken.Contains(s))) arena.Free(storage.Offset, NativeBuffer.Align(storage.Bytes));
            }

            begin = step + 1;
        }

        return arena._end;
    }

    /// <summary>The first and last node that touch each shared storage, parts included.</summary>
    private static Dictionary<Storage, (int First, int Last)> Lifetimes(Graph graph, IReadOnlyDictionary<Value, Storage> storages)
    {
        var uses = new Dictionary<Storage, (int First, int Last)>();
        for (var step = 0; step < graph.Nodes.Count; step++)
        {
            foreach (var value in graph.Nodes[step].Inputs.Concat(graph.Nodes[step].Outputs)) Touch(value, step);
        }

        foreach (var value in graph.Fetches.Concat(graph.Updates.Select(u => u.NewValue))) Touch(value, int.MaxValue);
        return uses;

        void Touch(Value value, int step)
        {
            if (!storages.TryGetValue(value, out var storage)) return;
            var root = storage.Outermost();
            if (!root.NeedsBuffer || !root.IsShared) return;
            uses[root] = (uses.TryGetValue(root, out var use) ? Math.Min(use.First, step) : step, step);
        }
    }

    /// <summary>
    /// Whether an elementwise node writes over an input that is read here for the last time. As many bytes of elements as wide
    /// make as many elements: an input that stretches would be overwritten before its last tile is read.
    /// </summary>
    private static bool TakeOver(
        Node node, IReadOnlyDictionary<Value, Storage> storages, Storage output, IEnumerable<Storage> dying, HashSet<Storage> taken)
    {
        if (!node.Op.IsElementwise) return false;
        foreach (var input in dying)
        {
            var width = node.Outputs[0].ElementType.Size();
            if (input.Bytes != output.Bytes || input == output
                || !node.Inputs.Any(v => storages[v].Root == input && v.ElementType.Size() == width) || !taken.Add(input)) continue;
            output.Offset = input.Offset;
            return true;
        }

        return false;
    }

    private long Take(long bytes)
    {
        var best = -1;
        for (var i = 0; i < _holes.Count; i++)
        {
            if (_holes[i].Bytes >= bytes && (best < 0 || _holes[i].Bytes < _holes[best].Bytes)) best = i;
        }

        if (best < 0)
        {
            _end += bytes;
            return _end - bytes;
        }

        var (offset, size) = _holes[best];
        if (size == bytes) _holes.RemoveAt(best);
        else _holes[best] = (offset + bytes, size - bytes);
        return offset;
    }

    private void Free(long offset, long bytes)
    {
        var at = _holes.FindIndex(h => h.Offset > offset);
        at = at < 0 ? _holes.Count : at;
        _holes.Insert(at, (offset, bytes));
        if (at + 1 < _holes.Count && offset + bytes == _holes[at + 1].Offset) Join(at);
        if (at > 0 && _holes[at - 1].Offset + _holes[at - 1].Bytes == offset) Join(at - 1);
    }

    private void Join(int at)
    {
        _holes[at] = (_holes[at].Offset, _holes[at].Bytes + _holes[at + 1].Bytes);
        _holes.RemoveAt(at + 1);
    }
}
