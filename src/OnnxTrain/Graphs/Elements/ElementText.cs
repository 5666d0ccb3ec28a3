using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>
/// Formats and parses elements as ONNX Runtime's Cast does where ONNX specifies the result: integers and booleans (0 and 1) in digits;
/// floats, including float64, as C's <c>%.8g</c>; NaN, INF and -INF for numbers that are not finite. ONNX does not specify the result for
/// text that is not a number of the type; such text is refused.
/// </summary>
internal static class ElementText
{
    private const int Digits = 8;
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<char> _plain = SearchValues.Create("0123456789.eE+-");

    /// <summary>A number as text.</summary>
    public static string Of<T>(T number)
        where T : unmanaged, INumber<T>
    {
        if (IsWhole<T>()) return number.ToString(null, CultureInfo.InvariantCulture);
        return Of(double.CreateTruncating(number));
    }

    /// <summary>A boolean as text.</summary>
    public static string Of(bool truth) => truth ? "1" : "0";

    /// <summary>
    /// Parses a number. An integer beyond the range of the type keeps its lowest bits, and a fraction is truncated for integer types.
    /// </summary>
    /// <exception cref="FormatException">The text is not a number, or the type cannot hold it.</exception>
    public static T Parse<T>(string text)
        where T : unmanaged, INumber<T>
    {
        if (IsWhole<T>()) return T.CreateTruncating(Whole(text, ElementTypes.Of<T>()));
        if (typeof(T) == typeof(double)) return T.CreateTruncating(Number<double>(text, ElementTypes.Of<T>()));

        // float16 and bfloat16 are parsed as float32 first.
        Span<T> number = stackalloc T[1];
        ElementConversion.Convert<float, T>([Number<float>(text, ElementTypes.Of<T>())], number);
        return number[0];
    }

    /// <summary>Parses a boolean: false for 0 and true for other integers.</summary>
    /// <exception cref="FormatException">The text is not an integer.</exception>
    public static bool ParseTruth(string text) => Whole(text, ElementType.Bool) != 0;

    /// <summary>C's %.8g: scientific notation below 10⁻⁴ and from 10⁸ on, without trailing zeros.</summary>
    private static string Of(double number)
    {
        if (double.IsNaN(number)) return "NaN";
        if (double.IsInfinity(number)) return number > 0 ? "INF" : "-INF";
        var text = number.ToString(Invariant($"E{Digits - 1}"), CultureInfo.InvariantCulture);
        var sign = text[0] == '-' ? "-" : "";
        var end = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var figures = text[sign.Length..end].Replace(".", "", StringComparison.Ordinal).TrimEnd('0').PadRight(1, '0');
        if (exponent < -4 || exponent >= Digits)
            return Invariant($"{sign}{Point(figures, 1)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        return sign + (exponent < 0 ? $"0.{new string('0', -exponent - 1)}{figures}" : Point(figures, exponent + 1));
    }

    /// <summary>Digits with the decimal point after the given number of them.</summary>
    private static string Point(string figures, int places) =>
        figures.Length <= places ? figures.PadRight(places, '0') : $"{figures[..places]}.{figures[places..]}";

    private static T Number<T>(string text, ElementType type)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var plain = text.Trim();
        var unsigned = plain.Length > 0 && plain[0] is '+' or '-' ? plain[1..] : plain;
        if (unsigned.Equals("INF", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("INFINITY", StringComparison.OrdinalIgnoreCase))
            return plain[0] == '-' ? T.NegativeInfinity : T.PositiveInfinity;
        if (unsigned.Equals("NaN", StringComparison.OrdinalIgnoreCase)) return T.NaN;
        return unsigned.AsSpan().IndexOfAnyExcept(_plain) < 0
            && T.TryParse(plain, FloatStyle, CultureInfo.InvariantCulture, out var number) && T.IsFinite(number)
            ? number
            : throw NoNumber(text, type);
    }

    private static Int128 Whole(string text, ElementType type)
    {
        var plain = text.Trim();
        var end = plain.IndexOf('.', StringComparison.Ordinal);
        var figures = end < 0 ? plain : plain[..end];
        var isWhole = end < 0 || plain.AsSpan(end + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isWhole && Int128.TryParse(figures, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= long.MinValue && number <= (type.Row().IsSigned ? long.MaxValue : ulong.MaxValue)
            ? number
            : throw NoNumber(text, type);
    }

    private static bool IsWhole<T>() => ElementTypes.Of<T>().Row().Kind == ElementKind.Integer;

    private static FormatException NoNumber(string text, ElementType type) =>
        new($"Cast: the text '{text}' is no {type.Text()}.");
}
