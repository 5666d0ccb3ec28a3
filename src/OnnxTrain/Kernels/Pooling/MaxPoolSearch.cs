using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Where the largest element under each window lies: the first of them in the order of memory.</summary>
internal static class MaxPoolSearch
{
    /// <summary>indices = the flat position in all of x of each window's largest element.</summary>
    public static Action BindIndices<T>(Block<T> x, Block<long> indices, PoolGrid grid)
        where T : unmanaged, IFloatingPointIeee754<T> => Bind(grid, indices.Length, (from, to) =>
        {
            for (var p = from; p < to; p++) indices.Span[p] = Place(x, grid, p);
        });

    /// <summary>
    /// dx = each window's gradient at its largest element, zero elsewhere; where <paramref name="isFloored"/>, only at one that is
    /// positive.
    /// </summary>
    public static Action BindScatter<T>(Block<T> x, Block<T> gradient, Block<T> dx, PoolGrid grid, bool isFloored)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        PairPooling.Fits(grid)
            ? PairPooling.BindScatter(x, gradient, dx, grid, isFloored)
            : Bind(
                grid, gradient.Length,
                (from, to) =>
                {
                    var plane = grid.Plane;
                    dx.Span[(from / grid.Positions * plane)..(to / grid.Positions * plane)].Clear();
                    for (var p = from; p < to; p++)
                    {
                        var place = Place(x, grid, p);
                        if (!isFloored || x.Span[place] > T.Zero)
                            dx.Span[place] += gradient.Span[p];
                    }
                });

    /// <summary>y = for each window the element of v at the place of its largest element of x.</summary>
    public static Action BindGather<T>(Block<T> x, Block<T> v, Block<T> y, PoolGrid grid)
        where T : unmanaged, IFloatingPointIeee754<T> => Bind(grid, y.Length, (from, to) =>
        {
            for (var p = from; p < to; p++) y.Span[p] = v.Span[Place(x, grid, p)];
        });

    /// <summary>A loop over the positions of all planes; threads take whole planes.</summary>
    private static Action Bind(PoolGrid grid, int positions, Action<int, int> body) =>
        Pooling.Planes(grid, positions, (from, to) => body(from * grid.Positions, to * grid.Positions)).Run;

    private static int Place<T>(Block<T> x, PoolGrid grid, int position)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (row, at) = Math.DivRem(position, grid.Width.Positions);
        var (plane, rowOfPlane) = Math.DivRem(row, grid.Rows);
        var (from, to) = grid.Width.Taps[at];
        var first = plane * grid.Plane;
        var elements = x.Span;
        var (best, largest) = (-1, T.NegativeInfinity);
        foreach (var begin in Pooling.SourceRows(grid, rowOfPlane))
        {
            for (var tap = from; tap < to; tap++)
            {
                var place = first + begin + grid.Width.At(at, tap);
                if (best >= 0 && !(elements[place] > largest)) continue;
                (best, largest) = (place, elements[place]);
            }
        }

        return best;
    }
}
