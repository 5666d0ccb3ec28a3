using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

internal delegate void UnaryTile<TIn, TOut>(ReadOnlySpan<TIn> x, Span<TOut> y);

internal delegate void BinaryTile<TIn, TOut>(ReadOnlySpan<TIn> a, ReadOnlySpan<TIn> b, Span<TOut> y);

internal delegate void TernaryTile<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);

/// <summary>
/// Elementwise loops. They run in tiles of fixed bounds: a tile stays in the first-level cache, and since a vectorized
/// function may round a short rest of a span otherwise than its middle, fixed bounds keep the bits independent of threads.
/// </summary>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal static class Tiles
{
    public const int Size = 1024;

    public static TileLoop Unary<TIn, TOut>(Block<TIn> x, Block<TOut> y, UnaryTile<TIn, TOut> tile)
        where TIn : unmanaged
        where TOut : unmanaged =>
        new(y.Length, (start, length) => tile(x.Span.Slice(start, length), y.Span.Slice(start, length)));

    public static TileLoop Binary<TIn, TOut>(TileSource<TIn> a, TileSource<TIn> b, Block<TOut> y, BinaryTile<TIn, TOut> tile)
        where TIn : unmanaged
        where TOut : unmanaged =>
        new(y.Length, (start, length) =>
        {
            Span<TIn> spaceA = stackalloc TIn[Size], spaceB = stackalloc TIn[Size];
            tile(a.Read(start, length, spaceA), b.Read(start, length, spaceB), y.Span.Slice(start, length));
        });

    public static TileLoop Ternary<T>(TileSource<bool> condition, TileSource<T> a, TileSource<T> b, Block<T> y, TernaryTile<T> tile)
        where T : unmanaged =>
        new(y.Length, (start, length) =>
        {
            Span<bool> spaceC = stackalloc bool[Size];
            Span<T> spaceA = stackalloc T[Size], spaceB = stackalloc T[Size];
            tile(condition.Read(start, length, spaceC), a.Read(start, length, spaceA), b.Read(start, length, spaceB), y.Span.Slice(start, length));
        });
}
