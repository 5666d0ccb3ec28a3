namespace OnnxTrain.Kernels;

/// <summary>
/// An elementwise loop over [0, count), tile by tile. Loops of equal counts join: each tile then goes through all of them while it lies
/// in the first-level cache.
/// </summary>
/// <param name="count">The number of elements.</param>
/// <param name="tile">Computes the tile (start, length).</param>
internal sealed class TileLoop(int count, Action<int, int> tile)
{
    /// <summary>Elements below which one thread is faster than two.</summary>
    private const int Grain = 16 * Tiles.Size;

    private readonly Action<int, int> _tile = tile;
    private ParallelLoop? _loop;

    public static TileLoop Join(IReadOnlyList<TileLoop> loops)
    {
        if (loops.Count == 1) return loops[0];
        Action<int, int>[] tiles = [.. loops.Select(l => l._tile)];
        return new(loops[0].Count, (start, length) =>
        {
            foreach (var one in tiles) one(start, length);
        });
    }

    public int Count => count;

    public void Run() => (_loop ??= new(count, Grain, (start, end) =>
    {
        for (; start < end; start += Tiles.Size) _tile(start, Math.Min(Tiles.Size, end - start));
    })).Run();
}
