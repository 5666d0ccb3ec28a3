using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>
/// Loops over runs of elements that normalization is made of, d standing for x − mean. The order of additions depends on the length alone:
/// sums are of vectors of 256 bits on every processor.
/// </summary>
internal static unsafe class Runs
{
    /// <summary>Elements that stay in the first-level cache from one loop to the next.</summary>
    public const int Tile = 2048;

    /// <summary>Σ d and Σ d².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (T Sum, T Squares) Deviations<T>(T* x, int count, T mean)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector256<T>.Count;
        var shift = Vector256.Create(mean);
        Vector256<T> s0 = default, s1 = default, q0 = default, q1 = default;
        var i = 0;
        for (; i + (2 * width) <= count; i += 2 * width)
        {
            Vector256<T> d0 = Vector256.Load(x + i) - shift, d1 = Vector256.Load(x + i + width) - shift;
            (s0, s1, q0, q1) = (s0 + d0, s1 + d1, q0 + (d0 * d0), q1 + (d1 * d1));
        }

        var (sum, squares) = (Sums.Across(s0 + s1), Sums.Across(q0 + q1));
        for (; i < count; i++)
        {
            var d = x[i] - mean;
            (sum, squares) = (sum + d, squares + (d * d));
        }

        return (sum, squares);
    }

    /// <summary>Σ g and Σ g · d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (T Sum, T Product) Products<T>(T* g, T* x, int count, T mean)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector256<T>.Count;
        var shift = Vector256.Create(mean);
        Vector256<T> s0 = default, s1 = default, p0 = default, p1 = default;
        var i = 0;
        for (; i + (2 * width) <= count; i += 2 * width)
        {
            Vector256<T> g0 = Vector256.Load(g + i), g1 = Vector256.Load(g + i + width);
            (s0, s1) = (s0 + g0, s1 + g1);
            (p0, p1) = (p0 + (g0 * (Vector256.Load(x + i) - shift)), p1 + (g1 * (Vector256.Load(x + i + width) - shift)));
        }

        var (sum, product) = (Sums.Across(s0 + s1), Sums.Across(p0 + p1));
        for (; i < count; i++) (sum, product) = (sum + g[i], product + (g[i] * (x[i] - mean)));
        return (sum, product);
    }

    /// <summary>y = d · factor + offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale<T>(T* x, int count, T mean, T factor, T offset, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector<T>.Count;
        Vector<T> m = new(mean), f = new(factor), o = new(offset);
        var i = 0;
        for (; i + width <= count; i += width) (((Vector.Load(x + i) - m) * f) + o).Store(y + i);
        for (; i < count; i++) y[i] = ((x[i] - mean) * factor) + offset;
    }

    /// <summary>y = g · a + d · b + c; y may be g.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine<T>(T* g, T* x, int count, T mean, T a, T b, T c, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector<T>.Count;
        Vector<T> m = new(mean), va = new(a), vb = new(b), vc = new(c);
        var i = 0;
        for (; i + width <= count; i += width) ((Vector.Load(g + i) * va) + (((Vector.Load(x + i) - m) * vb) + vc)).Store(y + i);
        for (; i < count; i++) y[i] = (g[i] * a) + (((x[i] - mean) * b) + c);
    }

    /// <summary>sums += g, products += g · d · factor, elementwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate<T>(T* g, T* x, int count, T mean, T factor, T* products, T* sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Vector<T>.Count;
        Vector<T> m = new(mean), f = new(factor);
        var i = 0;
        for (; i + width <= count; i += width)
        {
            var v = Vector.Load(g + i);
            (Vector.Load(products + i) + (v * ((Vector.Load(x + i) - m) * f))).Store(products + i);
            (Vector.Load(sums + i) + v).Store(sums + i);
        }

        for (; i < count; i++)
        {
            products[i] += g[i] * ((x[i] - mean) * factor);
            sums[i] += g[i];
        }
    }
}
