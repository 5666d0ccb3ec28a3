using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// The gradients of attention by queries, keys and values, tile by tile: the weights w = e^(s − logSumExp) of a tile of queries and a tile
/// of keys are computed again (Dao et al., 2022). With g = dL/dy and delta = Σ g · y of each query, dL/ds = w · (g vᵀ − delta), dL/dq =
/// dL/ds k · scale, dL/dk = dL/dsᵀ q · scale and dL/dv = wᵀ g. Tiles hold scores as [queries, keys], as the sums over queries read them.
/// </summary>
/// <remarks>
/// A thread takes a head of keys whole. Of long sequences with few heads it takes a tile of keys, or then a tile of queries, which computes
/// the weights twice; the sums have the same order and bits.
/// </remarks>
internal sealed unsafe class AttentionBackward<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    private const int Tile = AttentionTile.Size;

    /// <summary>Heads of keys from which threads take whole heads.</summary>
    private const int ManyHeads = 8;

    private readonly AttentionSizes _sizes;
    private readonly AttentionBlocks<T> _blocks;
    private readonly Block<T> _deltas;
    private readonly ParallelLoop[] _loops;
    private RandomStream _random;

    public AttentionBackward(AttentionSizes sizes, AttentionBlocks<T> blocks, Scratch scratch)
    {
        (_sizes, _blocks) = (sizes, blocks);
        _deltas = scratch.Allocate<T>(sizes.Batch * sizes.Heads * sizes.Queries);
        var (keyHeads, rows) = (sizes.Batch * sizes.KeyHeads, sizes.Batch * sizes.Heads * sizes.Queries);
        var work = (long)sizes.Queries * sizes.Group * Math.Min(Tile, sizes.Keys) * (sizes.Width + sizes.ValueWidth);
        var deltas = ParallelLoop.OverRows(rows, sizes.ValueWidth, SumDeltas);
        _loops = keyHeads >= ManyHeads || sizes.KeyTiles <= 1
            ? [deltas, new(keyHeads, Grain(work * sizes.KeyTiles), RunHeads)]
            :
            [
                deltas,
                new(keyHeads * sizes.KeyTiles, Grain(work), RunKeyTiles),
                new(sizes.Batch * sizes.Heads * sizes.QueryTiles, Grain(work / Math.Max(1, sizes.Group)), RunQueryTiles),
            ];
    }

    public void Run()
    {
        if (_blocks.Dropout is not null) _random = _blocks.Random();
        foreach (var loop in _loops) loop.Run();
    }

    private static int Grain(long work) => (int)Math.Max(1, Gemm.Grain / Math.Max(1, work));

    private void SumDeltas(int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var (head, query) = Math.DivRem(row, _sizes.Queries);
            var (b, h) = Math.DivRem(head, _sizes.Heads);
            var g = _sizes.ResultRows(_blocks.Gradients, b, h).At(query, 0).First;
            var y = _sizes.ResultRows(_blocks.Results, b, h).At(query, 0).First;
            _deltas.Pointer[row] = Sums.Product(new ReadOnlySpan<T>(g, _sizes.ValueWidth), new(y, _sizes.ValueWidth));
        }
    }

    private void RunHeads(int from, int to)
    {
        var tiles = new AttentionPair<T, TKernel>(_sizes, _blocks, _deltas, _random);
        for (var task = from; task < to; task++)
        {
            var (batch, keyHead) = Math.DivRem(task, _sizes.KeyHeads);
            for (var h = keyHead * _sizes.Group; h < (keyHead + 1) * _sizes.Group; h++)
                AttentionTile.Clear(_sizes.QueryRows(_blocks.ByQueries, batch, h), _sizes.Queries, _sizes.Width);
            for (var key = 0; key < _sizes.Keys; key += Tile) RunKeys(ref tiles, batch, keyHead, key, addsQueries: true);
        }
    }

    private void RunKeyTiles(int from, int to)
    {
        var tiles = new AttentionPair<T, TKernel>(_sizes, _blocks, _deltas, _random);
        for (var task = from; task < to; task++)
        {
            var (head, tile) = Math.DivRem(task, _sizes.KeyTiles);
            RunKeys(ref tiles, head / _sizes.KeyHeads, head % _sizes.KeyHeads, tile * Tile, addsQueries: false);
        }
    }

    private void RunQueryTiles(int from, int to)
    {
        var tiles = new AttentionPair<T, TKernel>(_sizes, _blocks, _deltas, _random);
        for (var task = from; task < to; task++)
        {
            var (head, tile) = Math.DivRem(task, _sizes.QueryTiles);
            var (batch, h, query) = (head / _sizes.Heads, head % _sizes.Heads, tile * Tile);
            var count = Math.Min(Tile, _sizes.Queries - query);
            AttentionTile.Clear(_sizes.QueryRows(_blocks.ByQueries, batch, h).At(query, 0), count, _sizes.Width);
            tiles.TakeQueries(batch, h, query);
            for (var key = 0; key < _sizes.VisibleKeys(query + count); key += Tile)
            {
                tiles.TakeKeys(batch, h / _sizes.Group, key);
                tiles.Differentiate();
                tiles.AddByQueries();
            }
        }
    }

    /// <summary>The gradients of a tile of keys and their values, and what they add to those of all queries.</summary>
    private void RunKeys(ref AttentionPair<T, TKernel> tiles, int batch, int keyHead, int key, bool addsQueries)
    {
        tiles.TakeKeys(batch, keyHead, key);
        tiles.ClearSums();
        for (var h = keyHead * _sizes.Group; h < (keyHead + 1) * _sizes.Group; h++)
        {
            for (var query = 0; query < _sizes.Queries; query += Tile)
            {
                if (_sizes.VisibleKeys(Math.Min(query + Tile, _sizes.Queries)) <= key) continue;
                tiles.TakeQueries(batch, h, query);
                tiles.Differentiate();
                tiles.AddByKeys();
                if (addsQueries) tiles.AddByQueries();
            }
        }

        tiles.StoreSums();
    }
}
