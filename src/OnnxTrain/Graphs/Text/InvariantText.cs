using System.Globalization;

namespace OnnxTrain;

/// <summary>Culture-invariant text, for values that <see cref="FormattableString.Invariant"/> does not cover.</summary>
internal static class InvariantText
{
    public static string Join<T>(string separator, ReadOnlySpan<T> numbers)
        where T : IFormattable
    {
        var texts = new string[numbers.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = numbers[i].ToString(null, CultureInfo.InvariantCulture);
        return string.Join(separator, texts);
    }

    /// <summary>The text of a value that may format numbers itself, as records do.</summary>
    public static string Of(object? value)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
