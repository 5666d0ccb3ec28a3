using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>
/// y = softmax(q kᵀ · scale) v tile by tile (Dao, Fu, Ermon, Rudra and Ré, 2022, "FlashAttention"): a tile of queries goes through the keys
/// and carries the largest score, the sum of powers and the result so far of each query. Tiles hold scores as [keys, queries]: so the
/// queries fill the vectors of the softmax, and the weights lie as the product with the values reads them.
/// </summary>
internal sealed unsafe class AttentionForward<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    private const int Tile = AttentionTile.Size;

    private readonly AttentionSizes _sizes;
    private readonly AttentionBlocks<T> _blocks;
    private readonly ParallelLoop _loop;
    private RandomStream _random;

    public AttentionForward(AttentionSizes sizes, AttentionBlocks<T> blocks)
    {
        (_sizes, _blocks) = (sizes, blocks);
        var work = (long)Tile * sizes.Keys * (sizes.Width + sizes.ValueWidth);
        _loop = new(sizes.Batch * sizes.Heads * sizes.QueryTiles, (int)Math.Max(1, Gemm.Grain / Math.Max(1, work)), RunTiles);
    }

    public void Run()
    {
        if (_blocks.Dropout is not null) _random = _blocks.Random();
        _loop.Run();
    }

    private void RunTiles(int from, int to)
    {
        var width = Math.Max(_sizes.Width, 1);
        var elements = (2 * width * Tile) + AttentionTile.Square + AttentionTile.Of(_sizes.ValueWidth) + (5 * Tile);
        var memory = (T*)ThreadMemory.Take((long)elements * sizeof(T));
        for (var task = from; task < to; task++)
        {
            var (head, tile) = Math.DivRem(task, _sizes.QueryTiles);
            RunTile(head / _sizes.Heads, head % _sizes.Heads, tile * Tile, memory);
        }
    }

    private void RunTile(int batch, int head, int query, T* memory)
    {
        T* turnedQueries = memory, turnedKeys = turnedQueries + (_sizes.Width * Tile), scores = turnedKeys + (_sizes.Width * Tile);
        T* maxima = scores + AttentionTile.Square, sums = maxima + Tile, factors = sums + Tile, results = factors + Tile;
        var (count, keyHead) = (Math.Min(Tile, _sizes.Queries - query), head / _sizes.Group);
        AttentionTile.Transpose(_sizes.QueryRows(_blocks.Queries, batch, head).At(query, 0), count, _sizes.Width, turnedQueries);
        AttentionTile.Scale(turnedQueries, T.CreateChecked(_sizes.Scale), _sizes.Width);
        new Span<T>(maxima, Tile).Fill(T.NegativeInfinity);
        new Span<T>(sums, Tile).Clear();
        var (keys, values) = (_sizes.KeyRows(_blocks.Keys, batch, keyHead), _sizes.ValueRows(_blocks.Values, batch, keyHead));
        var visible = _sizes.VisibleKeys(query + count);
        for (var key = 0; key < visible; key += Tile)
        {
            var length = Math.Min(Tile, visible - key);
            AttentionTile.Transpose(keys.At(key, 0), length, _sizes.Width, turnedKeys);
            TileProduct<T, TKernel>.Scores(
                new(turnedKeys, Tile), new(turnedQueries, Tile), new(scores, Tile), length, count, _sizes.Width,
                _sizes.Band(query, key, rowsAreKeys: true));
            _blocks.Mask.Apply(scores, 1, Tile, batch, head, (query, count), (key, length));
            var shift = _sizes.IsCausal ? _sizes.Keys - _sizes.Queries + query - key : Tile;
            AttentionScores.Exponentiate(scores, length, count, shift, maxima, sums, factors);
            if (_blocks.Dropout is not null) Drop(scores, batch, head, (query, count), (key, length));
            if (key > 0) AttentionTile.Scale(results, _sizes.ValueWidth, factors, count);
            TileProduct<T, TKernel>.Sums(
                new(scores, Tile), values.At(key, 0), new(results, _sizes.ValueWidth), count, _sizes.ValueWidth, length, adds: key > 0,
                _sizes.Band(query, key, rowsAreKeys: false));
        }

        if (visible == 0) new Span<T>(results, count * _sizes.ValueWidth).Clear();
        Store(batch, head, query, count, maxima, sums, results);
    }

    /// <summary>Divides by the sums of powers. A query that attends to nothing has the result 0.</summary>
    private void Store(int batch, int head, int query, int count, T* maxima, T* sums, T* results)
    {
        var rows = _sizes.ResultRows(_blocks.Results, batch, head).At(query, 0);
        for (var i = 0; i < count; i++)
        {
            var from = new ReadOnlySpan<T>(results + (i * _sizes.ValueWidth), _sizes.ValueWidth);
            TensorPrimitives.Multiply(from, sums[i] == T.Zero ? T.Zero : T.One / sums[i], new(rows.At(i, 0).First, _sizes.ValueWidth));
        }

        if (_blocks.LogSumExps.Length == 0) return;
        var logarithms = _blocks.LogSumExps.Span.Slice((((batch * _sizes.Heads) + head) * _sizes.Queries) + query, count);
        Elementary.Log(new(sums, count), logarithms);
        var lowest = T.BitIncrement(T.NegativeInfinity);
        for (var i = 0; i < count; i++) logarithms[i] = sums[i] == T.Zero ? lowest : logarithms[i] + maxima[i];
    }

    private void Drop(T* weights, int batch, int head, (int First, int Count) queries, (int First, int Count) keys)
    {
        Span<T> factors = stackalloc T[Tile];
        factors = factors[..keys.Count];
        for (var i = 0; i < queries.Count; i++)
        {
            _blocks.Dropout!.Factors(_random, batch, head, queries.First + i, keys.First, factors);
            for (var j = 0; j < keys.Count; j++) weights[(j * Tile) + i] *= factors[j];
        }
    }
}
