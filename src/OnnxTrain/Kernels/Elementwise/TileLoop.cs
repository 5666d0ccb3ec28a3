namespace OnnxTrain.Kernels;

/// <summary>Computes the tile (start, length); <paramref name="own"/> is memory of the running thread.</summary>
internal unsafe delegate void TileAction(int start, int length, byte* own);

/// <summary>
/// An elementwise loop over [0, count), tile by tile. Loops of equal counts join: each tile then goes through all of them while it lies
/// in the first-level cache.
/// </summary>
/// <param name="count">The number of elements.</param>
/// <param name="tile">Computes a tile.</param>
/// <param name="ownBytes">Memory that each thread gets, for values that only this loop needs.</param>
internal sealed unsafe class TileLoop(int count, TileAction tile, int ownBytes = 0)
{
    /// <summary>Elements, whole tiles, below which one thread is faster than two.</summary>
    private const int Grain = 16 * Tiles.Size;

    private readonly TileAction _tile = tile;
    private ParallelLoop? _loop;

    public static TileLoop Join(IReadOnlyList<TileLoop> loops, int ownBytes)
    {
        // A view in the loop has no tiles of its own, but the values of its neighbour may.
        if (loops.Count == 1) return new(loops[0].Count, loops[0]._tile, ownBytes);
        TileAction[] tiles = [.. loops.Select(l => l._tile)];
        return new(loops[0].Count, (start, length, own) =>
        {
            foreach (var one in tiles) one(start, length, own);
        }, ownBytes);
    }

    public int Count => count;

    public void Run() => (_loop ??= new(count, Grain, RunTiles)).Run();

    private void RunTiles(int start, int end)
    {
        var own = ownBytes == 0 ? null : ThreadMemory.Take(ownBytes);
        for (; start < end; start += Tiles.Size) _tile(start, Math.Min(Tiles.Size, end - start), own);
    }
}
