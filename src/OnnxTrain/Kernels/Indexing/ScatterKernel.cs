using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Puts runs of elements into a tensor, each place once, or adds them up.</summary>
internal static class ScatterKernel
{
    /// <summary>Marks a place as written, of marks that are all false at first; a place may be written once.</summary>
    /// <exception cref="ArgumentException">A place is written twice.</exception>
    public static void Mark(Span<bool> written, int place, string operation)
    {
        if (written[place])
        {
            throw new ArgumentException(
                $"{operation}: two elements go to the place {place}; with ScatterReduction.None, each place may be given once. Add adds "
                    + "them up.");
        }

        written[place] = true;
    }

    /// <summary>to += from, for the element types that are numbers.</summary>
    public static void Add<T>(ReadOnlySpan<T> from, Span<T> to)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) Sum<T, float>(from, to);
        else if (typeof(T) == typeof(double)) Sum<T, double>(from, to);
        else if (typeof(T) == typeof(long)) Sum<T, long>(from, to);
        else if (typeof(T) == typeof(int)) Sum<T, int>(from, to);
        else throw new InvalidOperationException($"{typeof(T).Name} does not add up.");
    }

    private static void Sum<T, TNumber>(ReadOnlySpan<T> from, Span<T> to)
        where T : unmanaged
        where TNumber : unmanaged, INumber<TNumber>
    {
        var x = System.Runtime.InteropServices.MemoryMarshal.Cast<T, TNumber>(from);
        var y = System.Runtime.InteropServices.MemoryMarshal.Cast<T, TNumber>(to);
        if (x.Length == 1) y[0] += x[0];
        else System.Numerics.Tensors.TensorPrimitives.Add(x, y, y);
    }
}
