using System.Globalization;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Tests;

/// <summary>
/// The culture that the tests run in: the one that the environment variable ONNXTRAIN_TEST_CULTURE names, such as <c>sv-SE</c>, or the
/// made-up one <c>odd</c>; else the machine's. <c>.ci/cultures</c> runs the suite under several.
/// </summary>
internal static class TestCulture
{
    /// <summary>Cultures that write minus signs, decimal points and dates each in their own way, or order and change letters so.</summary>
    public static readonly string[] Names = ["sv-SE", "nb-NO", "fi-FI", "he-IL", "fa-IR", "ar-SA", "tr-TR", "de-DE"];

    /// <summary>Every mark of a number is another than usual. It needs no data of languages.</summary>
    public static CultureInfo Odd()
    {
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat = new NumberFormatInfo
        {
            NegativeSign = "~", PositiveSign = "plus", NumberDecimalSeparator = ";", NumberGroupSeparator = "'", NumberGroupSizes = [2],
            PercentDecimalSeparator = ";", PercentSymbol = "pct", NaNSymbol = "none",
            PositiveInfinitySymbol = "much", NegativeInfinitySymbol = "~much",
        };
        odd.DateTimeFormat = (DateTimeFormatInfo)CultureInfo.InvariantCulture.DateTimeFormat.Clone();
        (odd.DateTimeFormat.DateSeparator, odd.DateTimeFormat.TimeSeparator, odd.DateTimeFormat.ShortDatePattern) = ("!", "^", "yy!d!M");
        return odd;
    }

    public static CultureInfo Of(string name) => name == "odd" ? Odd() : CultureInfo.GetCultureInfo(name);

    [ModuleInitializer]
    internal static void Set()
    {
        if (Environment.GetEnvironmentVariable("ONNXTRAIN_TEST_CULTURE") is not { Length: > 0 } name) return;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = Of(name);
    }
}
