using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>A tile of queries and a tile of keys in the gradient of attention, in memory of the running thread.</summary>
internal unsafe ref struct AttentionPair<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    private const int Tile = AttentionTile.Size;

    private readonly AttentionSizes _sizes;
    private readonly AttentionBlocks<T> _blocks;
    private readonly Block<T> _deltas;
    private readonly RandomStream _random;
    private readonly T _scale;

    // transposed queries, gradients, keys and values; weights; gradients of scores, and these transposed; sums over queries
    private readonly T* _turnedQueries, _turnedGradients, _turnedKeys, _turnedValues, _weights, _slopes, _turnedSlopes, _byKeys, _byValues;
    private int _batch, _head, _query, _queries, _keyHead, _key, _keys;

    public AttentionPair(AttentionSizes sizes, AttentionBlocks<T> blocks, Block<T> deltas, RandomStream random)
    {
        (_sizes, _blocks, _deltas, _random) = (sizes, blocks, deltas, random);
        _scale = T.CreateChecked(sizes.Scale);
        int width = sizes.Width * Tile, valueWidth = sizes.ValueWidth * Tile, square = AttentionTile.Square;
        int byKeys = AttentionTile.Of(sizes.Width), byValues = AttentionTile.Of(sizes.ValueWidth);
        var memory = (T*)ThreadMemory.Take(((2L * (width + valueWidth)) + (3 * square) + byKeys + byValues) * sizeof(T));
        _turnedQueries = memory;
        _turnedKeys = _turnedQueries + width;
        _turnedGradients = _turnedKeys + width;
        _turnedValues = _turnedGradients + valueWidth;
        _weights = _turnedValues + valueWidth;
        _slopes = _weights + square;
        _turnedSlopes = _slopes + square;
        _byKeys = _turnedSlopes + square;
        _byValues = _byKeys + byKeys;
    }

    /// <summary>Goes on to the tile of queries from <paramref name="query"/> on.</summary>
    public void TakeQueries(int batch, int head, int query)
    {
        (_batch, _head, _query, _queries) = (batch, head, query, Math.Min(Tile, _sizes.Queries - query));
        AttentionTile.Transpose(QueryRows, _queries, _sizes.Width, _turnedQueries);
        AttentionTile.Transpose(GradientRows, _queries, _sizes.ValueWidth, _turnedGradients);
        AttentionTile.Scale(_turnedQueries, _scale, _sizes.Width);
    }

    /// <summary>Goes on to the tile of keys from <paramref name="key"/> on.</summary>
    public void TakeKeys(int batch, int keyHead, int key)
    {
        (_batch, _keyHead, _key, _keys) = (batch, keyHead, key, Math.Min(Tile, _sizes.Keys - key));
        AttentionTile.Transpose(KeyRows, _keys, _sizes.Width, _turnedKeys);
        AttentionTile.Transpose(_sizes.ValueRows(_blocks.Values, batch, keyHead).At(key, 0), _keys, _sizes.ValueWidth, _turnedValues);
    }

    /// <summary>Computes the weights, and the gradients of the scores before scaling.</summary>
    public readonly void Differentiate()
    {
        var band = _sizes.Band(_query, _key, rowsAreKeys: false);
        TileProduct<T, TKernel>.Scores(
            new(_turnedQueries, Tile), new(_turnedKeys, Tile), new(_weights, Tile), _queries, _keys, _sizes.Width, band);
        TileProduct<T, TKernel>.Scores(
            new(_turnedGradients, Tile), new(_turnedValues, Tile), new(_slopes, Tile), _queries, _keys, _sizes.ValueWidth, band);
        _blocks.Mask.Apply(_weights, Tile, 1, _batch, _head, (_query, _queries), (_key, _keys));
        var factors = stackalloc T[Tile];
        var first = (((_batch * _sizes.Heads) + _head) * _sizes.Queries) + _query;
        for (var i = 0; i < _queries; i++)
        {
            T* weights = _weights + (i * Tile), slopes = _slopes + (i * Tile);
            var visible = Math.Clamp(_sizes.VisibleKeys(_query + i + 1) - _key, 0, _keys);
            _blocks.Dropout?.Factors(_random, _batch, _head, _query + i, _key, new(factors, _keys));
            AttentionScores.Differentiate(
                weights, slopes, visible, _blocks.LogSumExps.Pointer[first + i], _deltas.Pointer[first + i], _scale,
                _blocks.Dropout is null ? null : factors);
            new Span<T>(weights + visible, Tile - visible).Clear();
            new Span<T>(slopes + visible, Tile - visible).Clear();
        }
    }

    public readonly void ClearSums()
    {
        new Span<T>(_byKeys, Tile * _sizes.Width).Clear();
        new Span<T>(_byValues, Tile * _sizes.ValueWidth).Clear();
    }

    /// <summary>Adds what the tile of queries gives to the gradients of the keys and values.</summary>
    public readonly void AddByKeys()
    {
        var band = _sizes.Band(_query, _key, rowsAreKeys: true);
        TileProduct<T, TKernel>.Sums(
            new(_weights, Tile), GradientRows, new(_byValues, _sizes.ValueWidth), _keys, _sizes.ValueWidth, _queries, adds: true, band);
        TileProduct<T, TKernel>.Sums(
            new(_slopes, Tile), QueryRows, new(_byKeys, _sizes.Width), _keys, _sizes.Width, _queries, adds: true, band);
    }

    /// <summary>Adds what the tile of keys gives to the gradients of the queries.</summary>
    public readonly void AddByQueries()
    {
        AttentionTile.Transpose(new(_slopes, Tile), _queries, _keys, _turnedSlopes);
        TileProduct<T, TKernel>.Sums(
            new(_turnedSlopes, Tile), KeyRows, _sizes.QueryRows(_blocks.ByQueries, _batch, _head).At(_query, 0), _queries, _sizes.Width,
            _keys, adds: true, _sizes.Band(_query, _key, rowsAreKeys: false));
    }

    /// <summary>Writes the gradients of the tile of keys and values.</summary>
    public readonly void StoreSums()
    {
        AttentionTile.Copy(_byKeys, _sizes.KeyRows(_blocks.ByKeys, _batch, _keyHead).At(_key, 0), _keys, _sizes.Width);
        AttentionTile.Copy(_byValues, _sizes.ValueRows(_blocks.ByValues, _batch, _keyHead).At(_key, 0), _keys, _sizes.ValueWidth);
    }

    private readonly Rows<T> QueryRows => _sizes.QueryRows(_blocks.Queries, _batch, _head).At(_query, 0);

    private readonly Rows<T> KeyRows => _sizes.KeyRows(_blocks.Keys, _batch, _keyHead).At(_key, 0);

    private readonly Rows<T> GradientRows => _sizes.ResultRows(_blocks.Gradients, _batch, _head).At(_query, 0);
}
