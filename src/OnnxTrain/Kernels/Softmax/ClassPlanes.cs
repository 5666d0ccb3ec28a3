using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>
/// Numbers [n, classes, …] where each position in a row, such as a pixel, has its classes a plane apart: [n, classes, places].
/// </summary>
/// <param name="Rows">n.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="Places">The number of positions in a row; 1 if each row has one class.</param>
/// <param name="Op">The operator, for messages about invalid labels.</param>
internal sealed record ClassPlanes(int Rows, int Classes, int Places, string Op)
{
    /// <summary>Works on <paramref name="count"/> places of one row.</summary>
    /// <param name="place">The first of them among the places of all rows.</param>
    /// <param name="first">Where that place has its class 0.</param>
    /// <param name="count">How many.</param>
    public delegate void Part(int place, int first, int count);

    public static ClassPlanes Of(int[] sizes, string op) => new(sizes[0], sizes[1], sizes.After(1), op);

    /// <summary>Where the number lies that belongs to the label of a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int At(int place, ReadOnlySpan<long> labels)
    {
        var label = labels[place];
        var (row, rest) = Math.DivRem(place, Places);
        return label >= 0 && label < Classes
            ? (((row * Classes) + (int)label) * Places) + rest
            : throw new ArgumentOutOfRangeException(
                nameof(labels), label,
                $"{Op}: the label of row {row}{(Places > 1 ? $", place {rest}," : "")} is outside 0 … {Classes - 1}.");
    }

    /// <summary>Where the numbers of class <paramref name="c"/> lie, if those of class 0 begin at <paramref name="first"/>.</summary>
    public int Plane(int first, int c) => first + (c * Places);

    /// <summary>A loop over all places in parts of one row each, whose bounds are the same for every number of threads.</summary>
    public Action Over(Part work)
    {
        var parts = (Places + Tiles.Size - 1) / Tiles.Size;
        return ParallelLoop.OverRows(Rows * parts, Classes * Math.Min(Places, Tiles.Size), (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var (row, part) = Math.DivRem(i, parts);
                var start = part * Tiles.Size;
                work((row * Places) + start, (row * Classes * Places) + start, Math.Min(Tiles.Size, Places - start));
            }
        }).Run;
    }

    /// <summary>y = x − ln Σ eˣ over the classes of each place, computed from x − max x so that nothing overflows.</summary>
    public Action LogSoftmax<T>(Block<T> x, Block<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Over((_, first, count) =>
        {
            Span<T> space = stackalloc T[3 * Tiles.Size];
            var max = space[..count];
            var sum = space.Slice(Tiles.Size, count);
            var powers = space.Slice(2 * Tiles.Size, count);
            x.Span.Slice(first, count).CopyTo(max);
            for (var c = 1; c < Classes; c++) TensorPrimitives.Max(max, x.Span.Slice(Plane(first, c), count), max);
            sum.Clear();
            for (var c = 0; c < Classes; c++)
            {
                var shifted = y.Span.Slice(Plane(first, c), count);
                TensorPrimitives.Subtract(x.Span.Slice(Plane(first, c), count), max, shifted);
                Elementary.Exp(shifted, powers);
                TensorPrimitives.Add(sum, powers, sum);
            }

            Elementary.Log(sum, sum);
            for (var c = 0; c < Classes; c++)
            {
                var logarithms = y.Span.Slice(Plane(first, c), count);
                TensorPrimitives.Subtract(logarithms, sum, logarithms);
            }
        });
}
