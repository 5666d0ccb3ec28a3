using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>
/// Converts elements between types, like ONNX Runtime's Cast where ONNX specifies the result: floats are rounded to the nearest, ties to
/// even; float16 and bfloat16 are converted via float32; fractions are truncated toward zero; integers that do not fit keep their lowest
/// bits. ONNX does not specify the result for a float beyond the range of an integer: here it is the nearest bound, and 0 for NaN.
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

    /// <summary>Converts numbers to booleans: everything except 0 is true, including NaN.</summary>
    public static void ToTruths<TFrom>(ReadOnlySpan<TFrom> x, Span<bool> y)
        where TFrom : unmanaged, INumber<TFrom>
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] != TFrom.Zero;
    }

    /// <summary>Converts booleans to 0 and 1.</summary>
    public static void FromTruths<TTo>(ReadOnlySpan<bool> x, Span<TTo> y)
        where TTo : unmanaged, INumber<TTo>
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] ? TTo.One : TTo.Zero;
    }

    /// <summary>Unpacks 4-bit elements, two per byte, to one byte each.</summary>
    /// <param name="x">The bytes.</param>
    /// <param name="first">The index of the first element, even.</param>
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
    /// Converts numbers for packing to 4 bits, of which the lowest are kept. ONNX Runtime rounds floats to 4-bit types, halves away from
    /// zero, but truncates them for wider types.
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

    /// <summary>Packs the lowest four bits of each element, two per byte.</summary>
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
