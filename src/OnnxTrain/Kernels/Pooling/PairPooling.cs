using System.Numerics;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>The commonest pooling, of blocks of 2 × 2: no element lies under two windows, so each is read or written once.</summary>
internal static unsafe class PairPooling
{
    /// <summary>Whether the windows of a grid are such blocks.</summary>
    public static bool Fits(PoolGrid grid) =>
        grid.Depth.Size == 1 && grid.Depth.Window == WindowAxis.Single && IsPair(grid.Height) && IsPair(grid.Width);

    /// <summary>y = the elements of each block put together.</summary>
    public static Action Bind<T, TPooling>(Block<T> x, Block<T> y, PoolGrid grid)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPooling : struct, IPooling<T> =>
        Bind(grid, y.Length, (block, row) => JoinRow<T, TPooling>(x.Pointer + block, y.Pointer + row, grid.Width));

    /// <summary>
    /// dx = each block's gradient at its largest element, the first of equals; zero elsewhere, and where <paramref name="isFloored"/> at
    /// one that is not positive.
    /// </summary>
    public static Action BindScatter<T>(Block<T> x, Block<T> gradient, Block<T> dx, PoolGrid grid, bool isFloored)
        where T : unmanaged, IFloatingPointIeee754<T> => Bind(grid, gradient.Length, (block, row) =>
        {
            ScatterRow(x.Pointer + block, gradient.Pointer + row, dx.Pointer + block, grid.Width, isFloored);
            ClearRest(dx.Pointer, block, row, grid);
        });

    /// <summary>dx = a quarter of its block's gradient for each element.</summary>
    public static Action BindSpread<T>(Block<T> gradient, Block<T> dx, PoolGrid grid)
        where T : unmanaged, IFloatingPointIeee754<T> => Bind(grid, gradient.Length, (block, row) =>
        {
            SpreadRow(gradient.Pointer + row, dx.Pointer + block, grid.Width);
            ClearRest(dx.Pointer, block, row, grid);
        });

    private static bool IsPair(PoolAxis axis) => axis.Window == new WindowAxis(2, 2) && axis.Positions > 0;

    /// <summary>
    /// A loop over rows of blocks: where the row's elements begin, and where its positions do. Threads take whole planes.
    /// </summary>
    private static Action Bind(PoolGrid grid, int positions, Action<int, int> body) =>
        Pooling
            .Planes(
                grid, positions,
                (from, to) =>
                {
                    for (var plane = from; plane < to; plane++)
                    {
                        for (var row = 0; row < grid.Rows; row++)
                            body(
                                (plane * grid.Plane) + (2 * row * grid.Width.Size),
                                (plane * grid.Positions) + (row * grid.Width.Positions));
                    }
                })
            .Run;

    /// <summary>An odd last column or row lies under no window.</summary>
    private static void ClearRest<T>(T* dx, int block, int row, PoolGrid grid)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = grid.Width.Size;
        if (width % 2 == 1) dx[block + width - 1] = dx[block + (2 * width) - 1] = T.Zero;
        var isLast = row % grid.Positions == grid.Positions - grid.Width.Positions;
        if (isLast && grid.Height.Size % 2 == 1) new Span<T>(dx + block + (2 * width), width).Clear();
    }

    private static void JoinRow<T, TPooling>(T* x, T* y, PoolAxis axis)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TPooling : struct, IPooling<T>
    {
        var (width, i) = (axis.Size, 0);
        if (typeof(T) == typeof(float) && Pairs.IsSupported)
        {
            for (; i + 4 <= axis.Positions; i += 4)
            {
                float* upper = (float*)x + (2 * i), lower = upper + width;
                var first = TPooling.Join(Vector128.Load(upper), Vector128.Load(lower));
                var second = TPooling.Join(Vector128.Load(upper + 4), Vector128.Load(lower + 4));
                TPooling.Join(Pairs.First(first, second), Pairs.Second(first, second)).Store((float*)y + i);
            }
        }

        for (; i < axis.Positions; i++)
        {
            var (at, below) = (2 * i, (2 * i) + width);
            y[i] = TPooling.Join(TPooling.Join(x[at], x[below]), TPooling.Join(x[at + 1], x[below + 1]));
        }
    }

    private static void ScatterRow<T>(T* x, T* gradient, T* dx, PoolAxis axis, bool isFloored)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var i =
            typeof(T) == typeof(float) && Pairs.IsSupported ? ScatterQuads((float*)x, (float*)gradient, (float*)dx, axis, isFloored) : 0;
        for (; i < axis.Positions; i++)
        {
            var (at, below) = (2 * i, (2 * i) + axis.Size);
            var (a, b, c, d) = (x[at], x[at + 1], x[below], x[below + 1]);
            dx[at] = dx[at + 1] = dx[below] = dx[below + 1] = T.Zero;
            var winner = a >= T.Max(b, T.Max(c, d)) ? at : b >= T.Max(c, d) ? at + 1 : c >= d ? below : below + 1;
            if (!isFloored || x[winner] > T.Zero) dx[winner] = gradient[i];
        }
    }

    /// <summary>Four blocks at a time; returns how many are done.</summary>
    private static int ScatterQuads(float* x, float* gradient, float* dx, PoolAxis axis, bool isFloored)
    {
        var (width, i) = (axis.Size, 0);
        for (; i + 4 <= axis.Positions; i += 4)
        {
            float* upper = x + (2 * i), lower = upper + width;
            var (u0, u1) = (Vector128.Load(upper), Vector128.Load(upper + 4));
            var (l0, l1) = (Vector128.Load(lower), Vector128.Load(lower + 4));
            var (a, b, c, d) = (Pairs.First(u0, u1), Pairs.Second(u0, u1), Pairs.First(l0, l1), Pairs.Second(l0, l1));
            var g = Vector128.Load(gradient + i);

            // The first of equals wins: each is held against those behind it, where none before has won.
            var behind = Vector128.Max(b, Vector128.Max(c, d));
            if (isFloored) g &= Vector128.GreaterThan(Vector128.Max(a, behind), Vector128<float>.Zero);
            var isA = Vector128.GreaterThanOrEqual(a, behind);
            var isB = Vector128.AndNot(Vector128.GreaterThanOrEqual(b, Vector128.Max(c, d)), isA);
            var isUpper = isA | isB;
            var isC = Vector128.AndNot(Vector128.GreaterThanOrEqual(c, d), isUpper);
            var (ga, gb, gc, gd) = (g & isA, g & isB, g & isC, Vector128.AndNot(g, isUpper | isC));
            float* to = dx + (2 * i), below = to + width;
            Pairs.JoinLow(ga, gb).Store(to);
            Pairs.JoinHigh(ga, gb).Store(to + 4);
            Pairs.JoinLow(gc, gd).Store(below);
            Pairs.JoinHigh(gc, gd).Store(below + 4);
        }

        return i;
    }

    private static void SpreadRow<T>(T* gradient, T* dx, PoolAxis axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (width, i) = (axis.Size, 0);
        if (typeof(T) == typeof(float) && Pairs.IsSupported)
        {
            for (; i + 4 <= axis.Positions; i += 4)
            {
                var share = Vector128.Load((float*)gradient + i) * 0.25f;
                float* to = (float*)dx + (2 * i), below = to + width;
                var (low, high) = (Pairs.JoinLow(share, share), Pairs.JoinHigh(share, share));
                low.Store(to);
                high.Store(to + 4);
                low.Store(below);
                high.Store(below + 4);
            }
        }

        var quarter = T.CreateChecked(0.25);
        for (; i < axis.Positions; i++)
        {
            var (at, below) = (2 * i, (2 * i) + width);
            dx[at] = dx[at + 1] = dx[below] = dx[below + 1] = gradient[i] * quarter;
        }
    }
}
