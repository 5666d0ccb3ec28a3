using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>Pooling and its gradients over planes [depth, height, width]. Threads take whole planes.</summary>
internal static unsafe class Pooling
{
    /// <summary>y = the elements under each window put together.</summary>
    public static Action Bind<T, TPooling>(Block<T> x, Block<T> y, PoolGrid grid)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPooling : struct, IPooling<T> =>
        PairPooling.Fits(grid)
            ? PairPooling.Bind<T, TPooling>(x, y, grid)
            : OverPlanes(
                grid, y.Length,
                (from, to) =>
                {
                    var row = new Span<T>(ThreadMemory.Take((long)grid.Width.Size * sizeof(T)), grid.Width.Size);
                    for (var plane = from; plane < to; plane++)
                    {
                        var source = x.Span.Slice(plane * grid.Plane, grid.Plane);
                        var target = y.Span.Slice(plane * grid.Positions, grid.Positions);
                        for (var at = 0; at < grid.Rows; at++)
                        {
                            JoinRows<T, TPooling>(source, grid, at, row);
                            JoinColumns<T, TPooling>(row, target.Slice(at * grid.Width.Positions, grid.Width.Positions), grid.Width);
                        }
                    }
                });

    /// <summary>y = x divided by the number of elements that each window counts.</summary>
    public static Action BindDivision<T>(Block<T> x, Block<T> y, PoolGrid grid, bool countsPadding, Scratch scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shares = Shares<T>(grid, countsPadding, scratch);
        return OverPlanes(
            grid, y.Length,
            (from, to) =>
            {
                for (var plane = from; plane < to; plane++)
                    TensorPrimitives.Multiply(
                        x.Span.Slice(plane * grid.Positions, grid.Positions), shares.Span,
                        y.Span.Slice(plane * grid.Positions, grid.Positions));
            });
    }

    /// <summary>x = what each element has of the windows that it lies under: the transpose of the sum.</summary>
    public static Action BindSpread<T>(Block<T> y, Block<T> x, PoolGrid grid, bool countsPadding, Scratch scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (PairPooling.Fits(grid))
            return PairPooling.BindSpread(y, x, grid);
        var shares = Shares<T>(grid, countsPadding, scratch);
        return OverPlanes(
            grid, y.Length, x.Length,
            (from, to) =>
            {
                var (width, positions) = (grid.Width, grid.Width.Positions);
                var memory = new Span<T>(ThreadMemory.Take(((long)width.Size + positions) * sizeof(T)), width.Size + positions);
                var row = memory[..width.Size];
                var part = memory[width.Size..];
                for (var plane = from; plane < to; plane++)
                {
                    var source = y.Span.Slice(plane * grid.Positions, grid.Positions);
                    var target = x.Span.Slice(plane * grid.Plane, grid.Plane);
                    target.Clear();
                    for (var at = 0; at < grid.Rows; at++)
                    {
                        TensorPrimitives.Multiply(
                            source.Slice(at * positions, positions), shares.Span.Slice(at * positions, positions), part);
                        SpreadColumns(part, row, width);
                        foreach (var begin in SourceRows(grid, at))
                            TensorPrimitives.Add(target.Slice(begin, width.Size), row, target.Slice(begin, width.Size));
                    }
                }
            });
    }

    public static ParallelLoop Planes(PoolGrid grid, int positions, Action<int, int> body) =>
        ParallelLoop.OverRows(grid.Positions == 0 ? 0 : positions / grid.Positions, grid.Plane, body);

    /// <summary>Where the rows under a row of positions begin.</summary>
    public static SourceRowEnumerator SourceRows(PoolGrid grid, int row) => new(grid, row);

    private static Action OverPlanes(PoolGrid grid, int positions, Action<int, int> body) => Planes(grid, positions, body).Run;

    private static Action OverPlanes(PoolGrid grid, int positions, int elements, Action<int, int> body) =>
        elements == 0 ? static () => { } : Planes(grid, positions, body).Run;

    private static Block<T> Shares<T>(PoolGrid grid, bool countsPadding, Scratch scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shares = scratch.Allocate<T>(Math.Max(1, grid.Positions));
        for (var p = 0; p < grid.Positions; p++)
        {
            var (rest, width) = Math.DivRem(p, grid.Width.Positions);
            var (depth, height) = Math.DivRem(rest, grid.Height.Positions);
            shares.Span[p] = T.One / T.CreateChecked(grid.Count(depth, height, width, countsPadding));
        }

        return shares.Slice(0, grid.Positions);
    }

    private static void JoinRows<T, TPooling>(ReadOnlySpan<T> plane, PoolGrid grid, int at, Span<T> row)
        where T : unmanaged
        where TPooling : struct, IPooling<T>
    {
        var isFirst = true;
        foreach (var begin in SourceRows(grid, at))
        {
            if (isFirst)
                plane.Slice(begin, row.Length).CopyTo(row);
            else
                TPooling.Join(plane.Slice(begin, row.Length), row);
            isFirst = false;
        }

        if (isFirst)
            row.Fill(TPooling.Start);
    }

    private static void JoinColumns<T, TPooling>(ReadOnlySpan<T> row, Span<T> y, PoolAxis axis)
        where T : unmanaged
        where TPooling : struct, IPooling<T>
    {
        var stride = axis.Window.Stride;
        y.Fill(TPooling.Start);
        for (var tap = 0; tap < axis.Window.Kernel; tap++)
        {
            var (from, to) = axis.Places[tap];
            for (int i = from, at = axis.At(from, tap); i < to; i++, at += stride)
                y[i] = TPooling.Join(y[i], row[at]);
        }
    }

    private static void SpreadColumns<T>(ReadOnlySpan<T> y, Span<T> row, PoolAxis axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        row.Clear();
        for (var tap = 0; tap < axis.Window.Kernel; tap++)
        {
            var (from, to) = axis.Places[tap];
            for (int i = from, at = axis.At(from, tap); i < to; i++, at += axis.Window.Stride)
                row[at] += y[i];
        }
    }

    /// <summary>Walks over the rows of elements under a row of positions, padding left out.</summary>
    public ref struct SourceRowEnumerator(PoolGrid grid, int row)
    {
        private readonly int _depth = row / grid.Height.Positions;
        private readonly int _height = row % grid.Height.Positions;
        private int _depthTap = grid.Depth.Taps[row / grid.Height.Positions].From;
        private int _heightTap = grid.Height.Taps[row % grid.Height.Positions].From - 1;

        public readonly int Current => grid.RowAt(_depth, _height, _depthTap, _heightTap);

        public readonly SourceRowEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            var (from, to) = grid.Height.Taps[_height];
            if (++_heightTap >= to)
                (_depthTap, _heightTap) = (_depthTap + 1, from);
            return _depthTap < grid.Depth.Taps[_depth].To && _heightTap < to;
        }
    }
}
