using System.Globalization;

namespace OnnxTrain;

/// <summary>Reads numbers from UTF-8 text, correctly rounded to float64, and tells whether the text is that of the number.</summary>
internal static class NumberText
{
    /// <summary>Enough bytes for the text of any number.</summary>
    public const int MostBytes = 32;

    private const int MostDigits = 18, MostExactDigits = 15;
    private const ulong MostExactInteger = 1UL << 53;

    // 10ⁿ is exact in float64 up to n = 22, so that a quotient of exact numbers is rounded once (Clinger, 1990).
    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    /// <summary>Reads a number; NaN and infinities are numbers here.</summary>
    /// <param name="text">The whole text; spaces around the number are allowed.</param>
    /// <param name="point">The decimal point.</param>
    /// <param name="number">The number.</param>
    /// <param name="form">How it is written.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, byte point, out double number, out NumberForm form)
    {
        var start = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var (at, mantissa) = (start, 0UL);
        for (; at < text.Length && IsDigit(text[at]); at++) mantissa = unchecked((mantissa * 10) + text[at] - '0');
        var (whole, fraction) = (at - start, 0);
        var hasPoint = at < text.Length && text[at] == point;
        if (hasPoint)
        {
            for (at++; at < text.Length && IsDigit(text[at]); at++) mantissa = unchecked((mantissa * 10) + text[at] - '0');
            fraction = at - start - whole - 1;
        }

        if (at < text.Length || whole + fraction is 0 or > MostDigits || mantissa > MostExactInteger)
            return TryParseOther(text, point, out number, out form);
        number = (start == 0 ? mantissa : -(double)mantissa) / Powers[fraction];
        form = !hasPoint && start == 0 ? NumberForm.Digits : NumberForm.None;
        if (whole > 1 && text[start] == '0') form |= NumberForm.LeadingZero;
        else if (IsCanonical(text, point, whole, fraction, hasPoint, mantissa, number)) form |= NumberForm.Canonical;
        return true;
    }

    /// <summary>Writes a number as <see cref="CsvColumn.Text"/> does.</summary>
    public static ReadOnlySpan<byte> Write(double number, Span<byte> buffer)
    {
        number.TryFormat(buffer, out var length, provider: CultureInfo.InvariantCulture);
        return buffer[..length];
    }

    // Up to 15 digits are those of the shortest text that is read as the number; its exponent is written from 1E+15 and 1E-05 on.
    private static bool IsCanonical(
        ReadOnlySpan<byte> text, byte point, int whole, int fraction, bool hasPoint, ulong mantissa, double number)
    {
        const double least = 1e-4;
        if (whole == 0 || point != '.' || (hasPoint && (fraction == 0 || text[^1] == '0'))) return false;
        if (mantissa == 0) return text.Length == 1;
        if (whole > MostExactDigits || Math.Abs(number) < least) return false;
        return whole + fraction <= MostExactDigits || IsWritten(text, number);
    }

    private static bool TryParseOther(ReadOnlySpan<byte> text, byte point, out double number, out NumberForm form)
    {
        form = NumberForm.None;
        number = double.NaN;
        var trimmed = text.Trim(" \t"u8);
        if (trimmed.IsEmpty || !MayStart(trimmed[0], point)) return false;
        if (point != '.')
        {
            const int most = 64;
            if (trimmed.Length > most || trimmed.Contains((byte)'.')) return false;
            Span<byte> pointed = stackalloc byte[trimmed.Length];
            trimmed.Replace(pointed, point, (byte)'.');
            return double.TryParse(pointed, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        }

        if (!double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return false;
        if (double.IsFinite(number) && IsWritten(text, number)) form = NumberForm.Canonical;
        if (!text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) form |= NumberForm.Digits | (text[0] == '0' ? NumberForm.LeadingZero : 0);
        return true;
    }

    private static bool IsWritten(ReadOnlySpan<byte> text, double number) =>
        text.Length <= MostBytes && Write(number, stackalloc byte[MostBytes]).SequenceEqual(text);

    private static bool IsDigit(byte c) => (uint)(c - '0') <= 9;

    private static bool MayStart(byte c, byte point) => IsDigit(c) || c == point || c is (byte)'-' or (byte)'+' || (c | 0x20) is 'n' or 'i';
}
