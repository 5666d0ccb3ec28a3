namespace OnnxTrain;

/// <summary>Regular expressions of times, in the syntax of RE2, which ONNX prescribes. A text matches as a whole.</summary>
internal static class TimePatterns
{
    private const string Seconds = @"(:[0-5][0-9](\.[0-9]{1,9})?)?";
    private const string Clock = $"([01]?[0-9]|2[0-3]):[0-5][0-9]{Seconds}";
    private const string HalfDayClock = $"(0?[1-9]|1[0-2]):[0-5][0-9]{Seconds} [AaPp][Mm]";
    private const string Zone = "(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?";

    public static string Of(TimeForm form)
    {
        const string dayClock = $"({Clock}|{HalfDayClock})";
        if (form.Order.Length == 0) return dayClock;
        var separator = form.Separator == '.' ? @"\." : $"{form.Separator}";
        var zero = form.IsIso ? "0" : "0?";
        var parts = form.Order.Select(part => part switch
        {
            'y' => "[0-9]{4}",
            'm' => form.HasNames ? $"({string.Join('|', MonthNames.All.Keys)})" : $"({zero}[1-9]|1[0-2])",
            _ => $"({zero}[1-9]|[12][0-9]|3[01])",
        }).ToArray();
        if (form.HasNames && form.Order == "mdy") parts[1] += ",";
        var date = string.Join(separator, parts);
        return !form.HasClock ? date : form.IsIso ? $"{date}([T ]{Clock}{Zone})?" : $"{date}( {dayClock})?";
    }
}
