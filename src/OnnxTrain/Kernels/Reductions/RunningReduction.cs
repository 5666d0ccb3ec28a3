using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Running sums and products along an axis, from its first element or, in reverse, from its last; each joins those before it in their
/// order.
/// </summary>
internal static class RunningReduction
{
    public static Action Bind<T, TReducer>(Block<T> x, int[] sizes, int axis, bool exclusive, bool reverse, Block<T> y)
        where T : unmanaged, INumber<T>
        where TReducer : struct, IReducer<T>
    {
        if (x.Length == 0) return static () => { };
        var (length, inner) = (sizes[axis], sizes.After(axis));
        return ParallelLoop
            .OverRows(
                sizes.Before(axis), length * inner,
                (from, to) =>
                {
                    for (var row = from; row < to; row++)
                        Run<T, TReducer>(
                            x.Span.Slice(row * length * inner, length * inner), length, inner, exclusive, reverse,
                            y.Span.Slice(row * length * inner, length * inner));
                })
            .Run;
    }

    /// <summary>x and y are [length, inner].</summary>
    private static void Run<T, TReducer>(ReadOnlySpan<T> x, int length, int inner, bool exclusive, bool reverse, Span<T> y)
        where T : unmanaged, INumber<T>
        where TReducer : struct, IReducer<T>
    {
        var (at, step) = reverse ? (length - 1, -1) : (0, 1);
        var last = y.Slice(at * inner, inner);
        if (exclusive) last.Fill(TReducer.Start);
        else x.Slice(at * inner, inner).CopyTo(last);
        for (var i = 1; i < length; i++)
        {
            var next = y.Slice((at + step) * inner, inner);
            var own = x.Slice((exclusive ? at : at + step) * inner, inner);
            for (var j = 0; j < inner; j++) next[j] = TReducer.Join(last[j], own[j]);
            last = next;
            at += step;
        }
    }
}
