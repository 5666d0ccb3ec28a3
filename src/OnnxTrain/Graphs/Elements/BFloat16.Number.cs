using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using B = OnnxTrain.BFloat16;

namespace OnnxTrain;

/// <content>The members that generic math requires, computed in float32.</content>
public readonly partial struct BFloat16 : INumber<B>
{
    static B INumberBase<B>.One => (B)1f;

    static int INumberBase<B>.Radix => 2;

    static B INumberBase<B>.Zero => default;

    static B IAdditiveIdentity<B, B>.AdditiveIdentity => default;

    static B IMultiplicativeIdentity<B, B>.MultiplicativeIdentity => (B)1f;

    static B IAdditionOperators<B, B, B>.operator +(B left, B right) => (B)((float)left + right);

    static B ISubtractionOperators<B, B, B>.operator -(B left, B right) => (B)((float)left - right);

    static B IMultiplyOperators<B, B, B>.operator *(B left, B right) => (B)((float)left * right);

    static B IDivisionOperators<B, B, B>.operator /(B left, B right) => (B)((float)left / right);

    static B IModulusOperators<B, B, B>.operator %(B left, B right) => (B)((float)left % right);

    static B IUnaryPlusOperators<B, B>.operator +(B value) => value;

    static B IUnaryNegationOperators<B, B>.operator -(B value) => (B)(-(float)value);

    static B IIncrementOperators<B>.operator ++(B value) => (B)((float)value + 1);

    static B IDecrementOperators<B>.operator --(B value) => (B)((float)value - 1);

    static B INumberBase<B>.Abs(B value) => (B)float.Abs(value);

    static bool INumberBase<B>.IsCanonical(B value) => true;

    static bool INumberBase<B>.IsComplexNumber(B value) => false;

    static bool INumberBase<B>.IsEvenInteger(B value) => float.IsEvenInteger(value);

    static bool INumberBase<B>.IsFinite(B value) => float.IsFinite(value);

    static bool INumberBase<B>.IsImaginaryNumber(B value) => false;

    static bool INumberBase<B>.IsInfinity(B value) => float.IsInfinity(value);

    static bool INumberBase<B>.IsInteger(B value) => float.IsInteger(value);

    static bool INumberBase<B>.IsNaN(B value) => float.IsNaN(value);

    static bool INumberBase<B>.IsNegative(B value) => float.IsNegative(value);

    static bool INumberBase<B>.IsNegativeInfinity(B value) => float.IsNegativeInfinity(value);

    static bool INumberBase<B>.IsNormal(B value) => float.IsNormal(value);

    static bool INumberBase<B>.IsOddInteger(B value) => float.IsOddInteger(value);

    static bool INumberBase<B>.IsPositive(B value) => float.IsPositive(value);

    static bool INumberBase<B>.IsPositiveInfinity(B value) => float.IsPositiveInfinity(value);

    static bool INumberBase<B>.IsRealNumber(B value) => float.IsRealNumber(value);

    static bool INumberBase<B>.IsSubnormal(B value) => float.IsSubnormal(value);

    static bool INumberBase<B>.IsZero(B value) => value == default;

    static B INumberBase<B>.MaxMagnitude(B x, B y) => (B)float.MaxMagnitude(x, y);

    static B INumberBase<B>.MaxMagnitudeNumber(B x, B y) => (B)float.MaxMagnitudeNumber(x, y);

    static B INumberBase<B>.MinMagnitude(B x, B y) => (B)float.MinMagnitude(x, y);

    static B INumberBase<B>.MinMagnitudeNumber(B x, B y) => (B)float.MinMagnitudeNumber(x, y);

    static B INumberBase<B>.Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) =>
        (B)float.Parse(s, style, provider);

    static B INumberBase<B>.Parse(string s, NumberStyles style, IFormatProvider? provider) => (B)float.Parse(s, style, provider);

    static B ISpanParsable<B>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => (B)float.Parse(s, provider);

    static B IParsable<B>.Parse(string s, IFormatProvider? provider) => (B)float.Parse(s, provider);

    static bool INumberBase<B>.TryParse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider, out B result) =>
        Is(float.TryParse(s, style, provider, out var number), number, out result);

    static bool INumberBase<B>.TryParse([NotNullWhen(true)] string? s, NumberStyles style, IFormatProvider? provider, out B result) =>
        Is(float.TryParse(s, style, provider, out var number), number, out result);

    static bool ISpanParsable<B>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out B result) =>
        Is(float.TryParse(s, provider, out var number), number, out result);

    static bool IParsable<B>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out B result) =>
        Is(float.TryParse(s, provider, out var number), number, out result);

    static bool INumberBase<B>.TryConvertFromChecked<TOther>(TOther value, out B result) =>
        Is(true, float.CreateChecked(value), out result);

    static bool INumberBase<B>.TryConvertFromSaturating<TOther>(TOther value, out B result) =>
        Is(true, float.CreateSaturating(value), out result);

    static bool INumberBase<B>.TryConvertFromTruncating<TOther>(TOther value, out B result) =>
        Is(true, float.CreateTruncating(value), out result);

    static bool INumberBase<B>.TryConvertToChecked<TOther>(B value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateChecked((float)value);
        return true;
    }

    static bool INumberBase<B>.TryConvertToSaturating<TOther>(B value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateSaturating((float)value);
        return true;
    }

    static bool INumberBase<B>.TryConvertToTruncating<TOther>(B value, [MaybeNullWhen(false)] out TOther result)
    {
        result = TOther.CreateTruncating((float)value);
        return true;
    }

    int IComparable.CompareTo(object? obj) => obj is null ? 1 : obj is B other ? CompareTo(other)
        : throw new ArgumentException($"A bfloat16 cannot be compared with a {obj.GetType().Name}.", nameof(obj));

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        ((float)this).TryFormat(destination, out charsWritten, format, provider);

    private static bool Is(bool isNumber, float number, out B result)
    {
        result = (B)number;
        return isNumber;
    }
}
