using System.Numerics;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>The gradient of the commonest pooling, the largest of each 2 × 2 block: no element lies under two windows, so each is written once.</summary>
internal sealed unsafe class PairPooling<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Block<T> _x, _gradient, _dx;
    private readonly PoolGrid _grid;
    private readonly ParallelLoop _loop;

    public PairPooling(Block<T> x, Block<T> gradient, Block<T> dx, PoolGrid grid)
    {
        (_x, _gradient, _dx, _grid) = (x, gradient, dx, grid);
        _loop = Pooling.Planes(grid, gradient.Length, ScatterPlanes);
    }

    /// <summary>Whether the windows of a grid are such blocks.</summary>
    public static bool Fits(PoolGrid grid) => grid.Depth.Size == 1 && grid.Depth.Window == WindowAxis.Single && IsPair(grid.Height) && IsPair(grid.Width);

    public void Run() => _loop.Run();

    private static bool IsPair(PoolAxis axis) => axis.Window == new WindowAxis(2, 2) && axis.Positions > 0;

    private void ScatterPlanes(int from, int to)
    {
        var (height, width) = (_grid.Height, _grid.Width);
        for (var plane = from; plane < to; plane++)
        {
            T* x = _x.Pointer + ((long)plane * _grid.Plane), dx = _dx.Pointer + ((long)plane * _grid.Plane);
            var gradient = _gradient.Pointer + ((long)plane * _grid.Positions);
            for (var row = 0; row < height.Positions; row++, x += 2 * width.Size, dx += 2 * width.Size, gradient += width.Positions)
            {
                if (typeof(T) == typeof(float) && Pairs.IsSupported) ScatterRow((float*)x, (float*)gradient, (float*)dx, width.Size, width.Positions);
                else ScatterRow(x, gradient, dx, width.Size, 0, width.Positions);
                if (width.Size % 2 == 1) dx[width.Size - 1] = dx[(2 * width.Size) - 1] = T.Zero;
            }

            if (height.Size % 2 == 1) new Span<T>(dx, width.Size).Clear();
        }
    }

    private static void ScatterRow(float* x, float* gradient, float* dx, int width, int positions)
    {
        var i = 0;
        for (; i + 4 <= positions; i += 4)
        {
            float* upper = x + (2 * i), lower = upper + width;
            var (u0, u1) = (Vector128.Load(upper), Vector128.Load(upper + 4));
            var (l0, l1) = (Vector128.Load(lower), Vector128.Load(lower + 4));
            var (a, b, c, d) = (Pairs.First(u0, u1), Pairs.Second(u0, u1), Pairs.First(l0, l1), Pairs.Second(l0, l1));
            var g = Vector128.Load(gradient + i);

            // The first of equals wins: each is held against those behind it, where none before has won.
            var isA = Vector128.GreaterThanOrEqual(a, Vector128.Max(b, Vector128.Max(c, d)));
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

        ScatterRow((T*)x, (T*)gradient, (T*)dx, width, i, positions);
    }

    private static void ScatterRow(T* x, T* gradient, T* dx, int width, int from, int positions)
    {
        for (var i = from; i < positions; i++)
        {
            var (at, below) = (2 * i, (2 * i) + width);
            var (a, b, c, d) = (x[at], x[at + 1], x[below], x[below + 1]);
            dx[at] = dx[at + 1] = dx[below] = dx[below + 1] = T.Zero;
            var winner = a >= T.Max(b, T.Max(c, d)) ? at : b >= T.Max(c, d) ? at + 1 : c >= d ? below : below + 1;
            dx[winner] = gradient[i];
        }
    }
}
