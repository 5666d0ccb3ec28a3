namespace OnnxTrain.Kernels;

/// <summary>
/// The sizes of attention: queries [batch, heads, queries, width], keys [batch, keyHeads, keys, width] and values [batch, keyHeads, keys,
/// valueWidth]. Each head of keys serves as many consecutive heads of queries as there are per head of keys.
/// </summary>
internal sealed record AttentionSizes(int Batch, int Heads, int KeyHeads, int Queries, int Keys, int Width, int ValueWidth)
{
    /// <summary>
    /// Queries, and keys, of a tile. The keys of a tile fix the order of additions, so it is the same on every processor.
    /// </summary>
    public const int Tile = 64;

    /// <summary>The factor of the scores.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether a query attends to no key after its own position; the last query has the position of the last key.</summary>
    public bool IsCausal { get; init; }

    /// <summary>Whether the axis of positions comes before that of the heads in memory: [batch, positions, heads, width].</summary>
    public bool IsSequenceFirst { get; init; }

    /// <summary>Heads of queries for each head of keys.</summary>
    public int Group => Heads / Math.Max(1, KeyHeads);

    public int QueryTiles => (Queries + Tile - 1) / Tile;

    public int KeyTiles => (Keys + Tile - 1) / Tile;

    /// <summary>The number of keys, from the first on, that some of the queries before <paramref name="query"/> may attend to.</summary>
    public int VisibleKeys(int query) => IsCausal ? Math.Clamp(query + Keys - Queries, 0, Keys) : Keys;

    /// <summary>The scores of the queries and keys from these on that are visible.</summary>
    public AttentionBand Band(int query, int key, bool rowsAreKeys) =>
        IsCausal ? new(Keys - Queries + query - key, rowsAreKeys) : AttentionBand.Whole;

    /// <summary>The rows of one head.</summary>
    public unsafe Rows<T> Head<T>(Block<T> x, int batch, int head, int heads, int length, int width)
        where T : unmanaged =>
        IsSequenceFirst
            ? new(x.Pointer + ((((nint)batch * length * heads) + head) * width), (nint)heads * width)
            : new(x.Pointer + (((nint)batch * heads) + head) * length * width, width);

    public Rows<T> QueryRows<T>(Block<T> x, int batch, int head)
        where T : unmanaged => Head(x, batch, head, Heads, Queries, Width);

    public Rows<T> KeyRows<T>(Block<T> x, int batch, int keyHead)
        where T : unmanaged => Head(x, batch, keyHead, KeyHeads, Keys, Width);

    public Rows<T> ValueRows<T>(Block<T> x, int batch, int keyHead)
        where T : unmanaged => Head(x, batch, keyHead, KeyHeads, Keys, ValueWidth);

    public Rows<T> ResultRows<T>(Block<T> x, int batch, int head)
        where T : unmanaged => Head(x, batch, head, Heads, Queries, ValueWidth);
}
