using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Writes runs of elements to a tensor, each position once, or adds them.</summary>
internal static class ScatterKernel
{
    /// <summary>Marks a position as written, in marks that are initially false; each position may be written once.</summary>
    /// <exception cref="ArgumentException">A position is written twice.</exception>
    public static void Mark(Span<bool> written, int place, string operation)
    {
        if (written[place])
        {
            throw new ArgumentException(
                $"{operation}: two updates have the position {place}; with ScatterReduction.None, each position may be given only once. "
                    + "Add adds them up.");
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
        else throw new InvalidOperationException($"{typeof(T).Name} cannot be added.");
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
