using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Assigns every shared buffer its place in the arena; a place is reused after the last use of its buffer.</summary>
internal sealed class Arena
{
    private readonly List<(long Offset, long Bytes)> _holes = [];
    private long _end;

    /// <summary>
    /// Sets the offsets of all shared storages of a graph and returns the size of the arena in bytes. Nodes that run as one loop, up to
    /// <paramref name="ends"/>, keep separate buffers until its end; only overwriting an input elementwise is safe. Values that only such a
    /// loop needs get a tile in the memory of its threads instead; <paramref name="tileBytes"/> is set to its size, at the first node of
    /// the loop.
    /// </summary>
    public static long Allocate(Graph graph, IReadOnlyDictionary<Value, Storage> storages, int[] ends, int[] tileBytes)
    {
        var arena = new Arena();
        var uses = Lifetimes(graph, storages);
        var first = uses.ToLookup(u => u.Value.First, u => u.Key);
        var last = uses.ToLookup(u => u.Value.Last, u => u.Key);
        var taken = new HashSet<Storage>();
        for (var begin = 0; begin < ends.Length; begin = ends[begin] + 1)
        {
            var tiles = new Arena();
            for (var step = begin; step <= ends[begin]; step++)
            {
                var node = graph.Nodes[step];
                foreach (var storage in first[step])
                {
                    var isTile = uses[storage].Last <= ends[begin] && begin < ends[begin];
                    if (isTile) storage.TileOffset = 0;
                    if (TakeOver(node, storages, storage, last[step], taken)) continue;
                    if (isTile) storage.TileOffset = (int)tiles.Take(TileBytes(node, storages, storage));
                    else storage.Offset = arena.Take(NativeBuffer.Align(storage.Bytes));
                }

                foreach (var storage in Ended(step).Where(s => s.TileOffset is not null))
                    tiles.Free(storage.TileOffset!.Value, TileBytes(node, storages, storage));
            }

            for (var step = begin; step <= ends[begin]; step++)
            {
                foreach (var storage in Ended(step).Where(s => s.TileOffset is null))
                    arena.Free(storage.Offset, NativeBuffer.Align(storage.Bytes));
            }

            tileBytes[begin] = (int)tiles._end;
        }

        return arena._end;

        IEnumerable<Storage> Ended(int step) => last[step].Where(s => !taken.Contains(s));
    }

    /// <summary>The first and last node that access each shared storage, parts included.</summary>
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
    /// Whether an elementwise node overwrites an input that is read here for the last time. Both must have the same element width and
    /// number of bytes: an input that broadcasts would be overwritten before its last tile is read.
    /// </summary>
    private static bool TakeOver(
        Node node, IReadOnlyDictionary<Value, Storage> storages, Storage output, IEnumerable<Storage> dying, HashSet<Storage> taken)
    {
        if (!node.Op.IsElementwise || storages[node.Outputs[0]].Root != output) return false;
        foreach (var input in dying)
        {
            var width = node.Outputs[0].ElementType.Size();
            if (input.Bytes != output.Bytes || input == output || input.TileOffset.HasValue != output.TileOffset.HasValue
                || !node.Inputs.Any(v => storages[v].Root == input && v.ElementType.Size() == width) || !taken.Add(input)) continue;
            (output.Offset, output.TileOffset) = (input.Offset, input.TileOffset);
            return true;
        }

        return false;
    }

    /// <summary>The bytes of a tile of a value that a node of the loop yields or reads.</summary>
    private static long TileBytes(Node node, IReadOnlyDictionary<Value, Storage> storages, Storage storage) =>
        Tiles.Size
        * node.Inputs.Concat(node.Outputs).First(v => storages.TryGetValue(v, out var s) && s.Root == storage).ElementType.Size();

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
