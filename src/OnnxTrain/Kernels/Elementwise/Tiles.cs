using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

internal delegate void UnaryTile<TIn, TOut>(ReadOnlySpan<TIn> x, Span<TOut> y);

internal delegate void BinaryTile<TIn, TOut>(ReadOnlySpan<TIn> a, ReadOnlySpan<TIn> b, Span<TOut> y);

internal delegate void ScalarTile<T>(ReadOnlySpan<T> x, T number, Span<T> y);

internal delegate void TernaryTile<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);

/// <summary>
/// Elementwise loops. They run in tiles of fixed bounds: a tile stays in the first-level cache, and since a vectorized
/// function may round a short rest of a span otherwise than its middle, fixed bounds keep the bits independent of threads.
/// </summary>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal static unsafe class Tiles
{
    public const int Size = 1024;

    public static TileLoop Unary<TIn, TOut>(TileBuffer<TIn> x, TileBuffer<TOut> y, UnaryTile<TIn, TOut> tile)
        where TIn : unmanaged
        where TOut : unmanaged =>
        new(y.Length, (start, length, own) => tile(x.At(start, length, own), y.At(start, length, own)));

    public static TileLoop Binary<TIn, TOut>(TileSource<TIn> a, TileSource<TIn> b, TileBuffer<TOut> y, BinaryTile<TIn, TOut> tile)
        where TIn : unmanaged
        where TOut : unmanaged =>
        new(y.Length, (start, length, own) =>
        {
            Span<TIn> spaceA = stackalloc TIn[Size], spaceB = stackalloc TIn[Size];
            tile(a.Read(start, length, spaceA, own), b.Read(start, length, spaceB, own), y.At(start, length, own));
        });

    /// <summary>One operand is a single number, the same for all elements.</summary>
    public static TileLoop Scalar<T>(TileSource<T> x, TileSource<T> number, TileBuffer<T> y, ScalarTile<T> tile)
        where T : unmanaged =>
        new(y.Length, (start, length, own) =>
        {
            Span<T> space = stackalloc T[Size];
            tile(x.Read(start, length, space, own), number.Single, y.At(start, length, own));
        });

    public static TileLoop Ternary<T>(TileSource<bool> condition, TileSource<T> a, TileSource<T> b, TileBuffer<T> y, TernaryTile<T> tile)
        where T : unmanaged =>
        new(y.Length, (start, length, own) =>
        {
            Span<bool> spaceC = stackalloc bool[Size];
            Span<T> spaceA = stackalloc T[Size], spaceB = stackalloc T[Size];
            tile(
                condition.Read(start, length, spaceC, own), a.Read(start, length, spaceA, own), b.Read(start, length, spaceB, own),
                y.At(start, length, own));
        });

    /// <summary>Repeats the elements of <paramref name="x"/> along the axes that broadcast.</summary>
    public static TileLoop Expand<T>(TileSource<T> x, TileBuffer<T> y)
        where T : unmanaged =>
        new(y.Length, (start, length, own) =>
        {
            var tile = y.At(start, length, own);
            var source = x.Read(start, length, tile, own);
            if (!source.Overlaps(tile)) source.CopyTo(tile);
        });
}
