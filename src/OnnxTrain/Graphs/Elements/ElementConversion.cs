using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>
/// Elements of one type as those of another, as ONNX Runtime's Cast has them where ONNX says what they become: floats round to the nearest,
/// ties to even; float16 and bfloat16 go by way of float32; fractions are cut toward zero; of a whole number that does not fit the lowest
/// bits stay. ONNX leaves open what a float beyond the range of a whole number becomes: here the nearest end, and 0 for NaN.
/// </summary>
internal static class ElementConversion
{
    private const int ChunkLength = 256;

    public static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> y)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        if ((IsShort<TFrom>() && typeof(TTo) != typeof(float)) || (IsShort<TTo>() && typeof(TFrom) != typeof(float)))
        {
            ThroughFloat(x, y);
        }
        else if (IsWhole<TTo>() && (typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double)))
        {
            // Vectorized conversions of floats beyond a range differ between processors.
            for (var i = 0; i < x.Length; i++) y[i] = TTo.CreateSaturating(x[i]);
        }
        else TensorPrimitives.ConvertTruncating(x, y);
    }

    /// <summary>Numbers as truth values: whatever is not 0, NaN too, is true.</summary>
    public static void ToTruths<TFrom>(ReadOnlySpan<TFrom> x, Span<bool> y)
        where TFrom : unmanaged, INumber<TFrom>
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] != TFrom.Zero;
    }

    /// <summary>Truth values as 0 and 1.</summary>
    public static void FromTruths<TTo>(ReadOnlySpan<bool> x, Span<TTo> y)
        where TTo : unmanaged, INumber<TTo>
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] ? TTo.One : TTo.Zero;
    }

    /// <summary>Elements of four bits, two in a byte, as those of a byte each.</summary>
    /// <param name="x">The bytes.</param>
    /// <param name="first">The place of the first element, even.</param>
    /// <param name="isSigned">Whether the upper bit is a sign.</param>
    /// <param name="y">The elements.</param>
    public static void Unpack(ReadOnlySpan<byte> x, int first, bool isSigned, Span<sbyte> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            var bits = (x[(first + i) / 2] >> (i % 2 * 4)) & 0xF;
            y[i] = (sbyte)(isSigned ? (bits ^ 8) - 8 : bits);
        }
    }

    /// <summary>
    /// Numbers on their way to four bits, of which the lowest stay. ONNX Runtime rounds floats, halves away from zero, where it cuts them
    /// for wider types.
    /// </summary>
    public static void ToPackable<TFrom>(ReadOnlySpan<TFrom> x, Span<sbyte> y)
        where TFrom : unmanaged, INumber<TFrom>
    {
        if (IsWhole<TFrom>()) Convert(x, y);
        else
        {
            for (var i = 0; i < x.Length; i++)
            {
                var number = Math.Round(double.CreateTruncating(x[i]), MidpointRounding.AwayFromZero);
                y[i] = sbyte.CreateTruncating(int.CreateSaturating(number));
            }
        }
    }

    /// <summary>The lowest four bits of each element, two in a byte.</summary>
    public static void Pack(ReadOnlySpan<sbyte> x, int first, Span<byte> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            ref var at = ref y[(first + i) / 2];
            at = (byte)(i % 2 == 0 ? x[i] & 0xF : (at & 0xF) | (x[i] << 4));
        }
    }

    private static bool IsShort<T>() => typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16);

    private static bool IsWhole<T>() => !IsShort<T>() && typeof(T) != typeof(float) && typeof(T) != typeof(double);

    [SkipLocalsInit] // written before it is read
    private static void ThroughFloat<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> y)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        Span<float> chunk = stackalloc float[ChunkLength];
        for (var start = 0; start < x.Length; start += ChunkLength)
        {
            var length = Math.Min(ChunkLength, x.Length - start);
            Convert(x.Slice(start, length), chunk[..length]);
            Convert<float, TTo>(chunk[..length], y.Slice(start, length));
        }
    }
}
