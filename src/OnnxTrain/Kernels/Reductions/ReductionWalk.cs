using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>Walks through the input of a reduction in memory order; reduced axes and others alternate.</summary>
internal sealed unsafe class ReductionWalk<T, TReducer>
    where T : unmanaged, INumber<T>
    where TReducer : struct, IReducer<T>
{
    /// <summary>
    /// Rows that are joined while their sums stay in registers: few enough that their pages stay in the translation cache.
    /// </summary>
    private const int Strip = 16;

    private readonly ReducedAxis[] _axes;

    /// <summary>How far an index of each axis steps through the input and, if it is not reduced, through the output.</summary>
    private readonly int[] _stepsX, _stepsY;

    public ReductionWalk(ReducedAxis[] axes)
    {
        _axes = axes;
        (_stepsX, _stepsY) = (new int[axes.Length], new int[axes.Length]);
        var (x, y) = (1, 1);
        for (var level = axes.Length - 1; level >= 0; level--)
        {
            (_stepsX[level], _stepsY[level]) = (x, axes[level].IsReduced ? 0 : y);
            x *= axes[level].Length;
            if (!axes[level].IsReduced) y *= axes[level].Length;
        }
    }

    /// <summary>
    /// Computes the outputs of the indices <paramref name="from"/> to <paramref name="to"/> of the first axis that is not reduced, if there
    /// is one.
    /// </summary>
    public void Run(Block<T> x, Block<T> y, int from, int to)
    {
        var first = _axes[0].IsReduced ? 1 : 0;
        if (first == _axes.Length)
        {
            y.Span[0] = TReducer.Reduce(x.Span);
            return;
        }

        T* source = x.Pointer + ((long)from * _stepsX[first]), target = y.Pointer + ((long)from * _stepsY[first]);
        y.Span[(from * _stepsY[first])..(to * _stepsY[first])].Fill(TReducer.Start);
        var rows = first == 1 ? _axes[0].Length : 1;
        if (first == _axes.Length - 1) JoinRows(source, _axes[first].Length, rows, target, to - from);
        else
        {
            for (var row = 0; row < rows; row++, source += _stepsX[0]) Walk(source, target, first, to - from);
        }
    }

    /// <summary>Joins what lies at the indices of one axis; the last axis comes here only if it is reduced.</summary>
    private void Walk(T* x, T* y, int level, int count)
    {
        var last = _axes.Length - 1;
        if (level == last) *y = TReducer.Join(*y, TReducer.Reduce(new(x, count)));
        else if (level == last - 1 && _axes[level].IsReduced) JoinRows(x, _stepsX[level], count, y, _stepsX[level]);
        else
        {
            for (var i = 0; i < count; i++, x += _stepsX[level], y += _stepsY[level]) Walk(x, y, level + 1, _axes[level + 1].Length);
        }
    }

    /// <summary>Joins rows with y [columns], one after the other.</summary>
    private static void JoinRows(T* x, nint stride, int rows, T* y, int columns)
    {
        for (; rows > 0; rows -= Strip, x += Strip * stride) JoinStrip(x, stride, Math.Min(rows, Strip), y, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void JoinStrip(T* x, nint stride, int rows, T* y, int columns)
    {
        var width = Vector<T>.Count;
        var j = 0;
        for (; j + (4 * width) <= columns; j += 4 * width)
        {
            var (a, b) = (Vector.Load(y + j), Vector.Load(y + j + width));
            var (c, d) = (Vector.Load(y + j + (2 * width)), Vector.Load(y + j + (3 * width)));
            var from = x + j;
            for (var i = 0; i < rows; i++, from += stride)
            {
                (a, b) = (TReducer.Join(a, Vector.Load(from)), TReducer.Join(b, Vector.Load(from + width)));
                (c, d) = (TReducer.Join(c, Vector.Load(from + (2 * width))), TReducer.Join(d, Vector.Load(from + (3 * width))));
            }

            a.Store(y + j);
            b.Store(y + j + width);
            c.Store(y + j + (2 * width));
            d.Store(y + j + (3 * width));
        }

        for (; j + width <= columns; j += width)
        {
            var a = Vector.Load(y + j);
            var from = x + j;
            for (var i = 0; i < rows; i++, from += stride) a = TReducer.Join(a, Vector.Load(from));
            a.Store(y + j);
        }

        for (; j < columns; j++)
        {
            var a = y[j];
            var from = x + j;
            for (var i = 0; i < rows; i++, from += stride) a = TReducer.Join(a, *from);
            y[j] = a;
        }
    }
}
