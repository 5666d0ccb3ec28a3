using System.Globalization;

namespace OnnxTrain;

/// <summary>Parses the values of options on a command line.</summary>
internal static class OptionText
{
    /// <summary>Times are bounded, so that sums of them do not overflow.</summary>
    private const double MostSeconds = 1e9;

    public static bool Seed(string text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public static bool Whole(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A count, or 0 for none.</summary>
    public static bool CountOrZero(string text, out int? value)
    {
        var isWhole = Whole(text, out var count) && count >= 0;
        value = count == 0 ? null : count;
        return isWhole;
    }

    public static bool Number(string text, out double? value)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        value = number;
        return isNumber;
    }

    /// <summary>Seconds, or a number with s, m or h.</summary>
    public static bool Time(string text, out TimeSpan? value)
    {
        value = null;
        if (text.Length == 0) return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (
            !double.TryParse(unit == 0 ? text : text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !(number > 0 && number * Math.Max(unit, 1) <= MostSeconds))
            return false;
        value = TimeSpan.FromSeconds(number * Math.Max(unit, 1));
        return true;
    }
}
