using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Booleans, one byte each, from comparisons, and selections by them; 16 elements of 4 bytes at a time.</summary>
internal static class Masks
{
    private const int Step = 16;

    /// <summary>y = a ? b, elementwise.</summary>
    public static void Compare<T, TComparison>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y)
        where T : unmanaged, INumber<T>
        where TComparison : struct, IComparison
    {
        var i = 0;
        if (IsWide<T>())
        {
            ref readonly var x = ref a[..y.Length].GetPinnableReference();
            ref readonly var z = ref b[..y.Length].GetPinnableReference();
            ref var target = ref Unsafe.As<bool, byte>(ref y.GetPinnableReference());
            for (; i + Step <= y.Length; i += Step)
            {
                var first = Vector128.Narrow(Compare<T, TComparison>(in x, in z, i), Compare<T, TComparison>(in x, in z, i + 4));
                var second = Vector128.Narrow(Compare<T, TComparison>(in x, in z, i + 8), Compare<T, TComparison>(in x, in z, i + 12));
                (Vector128.Narrow(first, second).AsByte() & Vector128<byte>.One).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < y.Length; i++) y[i] = TComparison.Holds(a[i], b[i]);
    }

    /// <summary>y = a where the condition is true, b elsewhere.</summary>
    public static void Select<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged
    {
        var i = 0;
        if (IsWide<T>())
        {
            ref readonly var mask = ref Unsafe.As<bool, byte>(ref Unsafe.AsRef(in condition[..y.Length].GetPinnableReference()));
            ref readonly var x = ref a[..y.Length].GetPinnableReference();
            ref readonly var z = ref b[..y.Length].GetPinnableReference();
            ref var target = ref y.GetPinnableReference();
            for (; i + Step <= y.Length; i += Step)
            {
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(in mask, (nuint)i));
                Choose(Vector128.WidenLower(low), in x, in z, ref target, i);
                Choose(Vector128.WidenUpper(low), in x, in z, ref target, i + 4);
                Choose(Vector128.WidenLower(high), in x, in z, ref target, i + 8);
                Choose(Vector128.WidenUpper(high), in x, in z, ref target, i + 12);
            }
        }

        for (; i < y.Length; i++) y[i] = condition[i] ? a[i] : b[i];
    }

    /// <summary>y = 0 where a word is below the threshold, <paramref name="otherwise"/> elsewhere.</summary>
    public static void DropBelow<T>(ReadOnlySpan<uint> words, uint threshold, T otherwise, Span<T> y)
        where T : unmanaged, INumberBase<T>
    {
        var i = 0;
        if (IsWide<T>())
        {
            ref readonly var x = ref words[..y.Length].GetPinnableReference();
            ref var target = ref y.GetPinnableReference();
            var (limit, kept) = (Vector256.Create(threshold), Vector256.Create(otherwise));
            for (; i + Vector256<uint>.Count <= y.Length; i += Vector256<uint>.Count)
                Vector256
                    .AndNot(kept, Vector256.LessThan(Vector256.LoadUnsafe(in x, (nuint)i), limit).As<uint, T>())
                    .StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < y.Length; i++) y[i] = words[i] < threshold ? T.Zero : otherwise;
    }

    /// <summary>y = 1 where the upper 24 bits of a word, read as a fraction, are below p, and 0 elsewhere; NaN where p is NaN.</summary>
    public static void OneBelow<T>(ReadOnlySpan<uint> words, ReadOnlySpan<T> p, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const double unit = 1.0 / (1 << 24); // 24 bits are exact in float32, so that both element types draw the same
        var i = 0;
        if (typeof(T) == typeof(float))
        {
            ref readonly var x = ref words[..y.Length].GetPinnableReference();
            ref readonly var z = ref Unsafe.As<T, float>(ref Unsafe.AsRef(in p[..y.Length].GetPinnableReference()));
            ref var target = ref Unsafe.As<T, float>(ref y.GetPinnableReference());
            for (; i + Vector256<uint>.Count <= y.Length; i += Vector256<uint>.Count)
            {
                var fractions = Vector256.ConvertToSingle((Vector256.LoadUnsafe(in x, (nuint)i) >>> 8).AsInt32()) * (float)unit;
                var chances = Vector256.LoadUnsafe(in z, (nuint)i);
                var drawn = Vector256.LessThan(fractions, chances) & Vector256<float>.One;
                Vector256.ConditionalSelect(Vector256.Equals(chances, chances), drawn, chances).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < y.Length; i++) y[i] = T.IsNaN(p[i]) ? p[i] : T.CreateTruncating((words[i] >> 8) * unit) < p[i] ? T.One : T.Zero;
    }

    private static unsafe bool IsWide<T>()
        where T : unmanaged => sizeof(T) == 4 && Vector128<T>.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Compare<T, TComparison>(ref readonly T a, ref readonly T b, int at)
        where T : unmanaged
        where TComparison : struct, IComparison =>
        TComparison.Holds(Vector128.LoadUnsafe(in a, (nuint)at), Vector128.LoadUnsafe(in b, (nuint)at)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Choose<T>(Vector128<uint> condition, ref readonly T a, ref readonly T b, ref T y, int at)
        where T : unmanaged
    {
        var otherwise = Vector128.Equals(condition, Vector128<uint>.Zero).As<uint, T>();
        Vector128
            .ConditionalSelect(otherwise, Vector128.LoadUnsafe(in b, (nuint)at), Vector128.LoadUnsafe(in a, (nuint)at))
            .StoreUnsafe(ref y, (nuint)at);
    }
}
