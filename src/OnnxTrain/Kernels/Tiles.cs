namespace OnnxTrain.Kernels;

internal delegate void UnaryTile<TIn, TOut>(ReadOnlySpan<TIn> x, Span<TOut> y);

internal delegate void BinaryTile<TIn, TOut>(ReadOnlySpan<TIn> a, ReadOnlySpan<TIn> b, Span<TOut> y);

internal delegate void TernaryTile<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);

/// <summary>
/// Elementwise loops. They run in tiles of fixed bounds: a tile stays in the first-level cache, and since a vectorized
/// function may round a short rest of a span otherwise than its middle, fixed bounds keep the bits independent of threads.
/// </summary>
internal static class Tiles
{
    public const int Size = 1024;

    /// <summary>Elements below which one thread is faster than two.</summary>
    private const int Grain = 16 * Size;

    public static Action Unary<TIn, TOut>(Block<TIn> x, Block<TOut> y, UnaryTile<TIn, TOut> tile)
        where TIn : unmanaged
        where TOut : unmanaged =>
        Loop(y.Length, (start, length) => tile(x.Span.Slice(start, length), y.Span.Slice(start, length)));

    public static Action Binary<TIn, TOut>(TileSource<TIn> a, TileSource<TIn> b, Block<TOut> y, BinaryTile<TIn, TOut> tile)
        where TIn : unmanaged
        where TOut : unmanaged =>
        Loop(y.Length, (start, length) =>
        {
            Span<TIn> spaceA = stackalloc TIn[Size], spaceB = stackalloc TIn[Size];
            tile(a.Read(start, length, spaceA), b.Read(start, length, spaceB), y.Span.Slice(start, length));
        });

    public static Action Ternary<T>(TileSource<bool> condition, TileSource<T> a, TileSource<T> b, Block<T> y, TernaryTile<T> tile)
        where T : unmanaged =>
        Loop(y.Length, (start, length) =>
        {
            Span<bool> spaceC = stackalloc bool[Size];
            Span<T> spaceA = stackalloc T[Size], spaceB = stackalloc T[Size];
            tile(condition.Read(start, length, spaceC), a.Read(start, length, spaceA), b.Read(start, length, spaceB), y.Span.Slice(start, length));
        });

    /// <summary>Runs <paramref name="tile"/> (start, length) for every tile of [0, count).</summary>
    public static Action Loop(int count, Action<int, int> tile) =>
        new ParallelLoop(count, Grain, (start, end) =>
        {
            for (; start < end; start += Size) tile(start, Math.Min(Size, end - start));
        }).Run;
}
