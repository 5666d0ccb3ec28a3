using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Sums in an order that depends on the length alone: vectors are of 512 bits on every processor.</summary>
internal static unsafe class Sums
{
    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Of<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumberBase<T>
    {
        var width = Vector512<T>.Count;
        fixed (T* from = x)
        {
            var (i, sum) = (0, T.Zero);
            if (x.Length >= width)
            {
                Vector512<T> a = default, b = default, c = default, d = default;
                for (; i + (4 * width) <= x.Length; i += 4 * width)
                {
                    a += Vector512.Load(from + i);
                    b += Vector512.Load(from + i + width);
                    c += Vector512.Load(from + i + (2 * width));
                    d += Vector512.Load(from + i + (3 * width));
                }

                for (; i + width <= x.Length; i += width) a += Vector512.Load(from + i);
                sum = Across(a + b + (c + d));
            }

            for (; i < x.Length; i++) sum += from[i];
            return sum;
        }
    }

    /// <summary>Σ x · y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Product<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumberBase<T>
    {
        var width = Vector512<T>.Count;
        fixed (T* left = x, right = y)
        {
            var i = 0;
            Vector512<T> a = default, b = default;
            for (; i + (2 * width) <= x.Length; i += 2 * width)
            {
                a += Vector512.Load(left + i) * Vector512.Load(right + i);
                b += Vector512.Load(left + i + width) * Vector512.Load(right + i + width);
            }

            var sum = Across(a + b);
            for (; i < x.Length; i++) sum += left[i] * right[i];
            return sum;
        }
    }

    /// <summary>Π x, element after element in each of the places of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T AllMultiplied<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumberBase<T>
    {
        var width = Vector512<T>.Count;
        var (i, product) = (0, T.One);
        fixed (T* from = x)
        {
            if (x.Length >= width)
            {
                var all = Vector512.Load(from);
                for (i = width; i + width <= x.Length; i += width) all *= Vector512.Load(from + i);
                for (var k = 0; k < width; k++) product *= all[k];
            }

            for (; i < x.Length; i++) product *= from[i];
            return product;
        }
    }

    /// <summary>The elements of a vector, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Across<T>(Vector512<T> x)
        where T : unmanaged, INumberBase<T> => Across(x.GetLower() + x.GetUpper());

    /// <inheritdoc cref="Across{T}(Vector512{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Across<T>(Vector256<T> x)
        where T : unmanaged, INumberBase<T>
    {
        var half = x.GetLower() + x.GetUpper();
        return Vector128<T>.Count == 4 ? half[0] + half[1] + (half[2] + half[3]) : half[0] + half[1];
    }
}
