using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// The best elements of a row, best first, and their indices; for ties, the first. NaN counts as larger than any number, as in PyTorch.
/// </summary>
internal static class BestOf
{
    /// <summary>A heap with the worst on top lies in the outputs while the row is read; it is emptied from their end.</summary>
    public static void Row<T>(ReadOnlySpan<T> x, bool largest, Span<T> values, Span<long> indices)
        where T : unmanaged, INumber<T>
    {
        var count = values.Length;
        if (count == 0) return;
        for (var i = 0; i < count; i++) (values[i], indices[i]) = (x[i], i);
        for (var i = (count / 2) - 1; i >= 0; i--) Sink(values, indices, i, count, largest);
        for (var i = count; i < x.Length; i++)
        {
            if (!IsBetter(x[i], i, values[0], indices[0], largest)) continue;
            (values[0], indices[0]) = (x[i], i);
            Sink(values, indices, 0, count, largest);
        }

        for (var last = count - 1; last > 0; last--)
        {
            (values[0], values[last]) = (values[last], values[0]);
            (indices[0], indices[last]) = (indices[last], indices[0]);
            Sink(values, indices, 0, last, largest);
        }
    }

    private static void Sink<T>(Span<T> values, Span<long> indices, int at, int count, bool largest)
        where T : unmanaged, INumber<T>
    {
        for (var child = (2 * at) + 1; child < count; child = (2 * at) + 1)
        {
            if (child + 1 < count && IsBetter(values[child], indices[child], values[child + 1], indices[child + 1], largest)) child++;
            if (!IsBetter(values[at], indices[at], values[child], indices[child], largest)) return;
            (values[at], values[child]) = (values[child], values[at]);
            (indices[at], indices[child]) = (indices[child], indices[at]);
            at = child;
        }
    }

    private static bool IsBetter<T>(T a, long placeA, T b, long placeB, bool largest)
        where T : unmanaged, INumber<T>
    {
        if (a > b) return largest;
        if (a < b) return !largest;
        bool isA = T.IsNaN(a), isB = T.IsNaN(b);
        return isA == isB ? placeA < placeB : isA == largest;
    }
}
