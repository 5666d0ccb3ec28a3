using System.Buffers;
using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli;

/// <summary>
/// Texts of files and data as a terminal may show them: control characters, and those that turn the direction of writing, appear as
/// escapes, so that a name cannot move the cursor or hide what follows it.
/// </summary>
internal static class VisibleText
{
    /// <summary>What is longer without a mark between is a name or a value of the data, and is cut.</summary>
    private const int MostCharacters = 300;

    private const int ShownStart = 100, ShownEnd = 20, MostOfCell = 60;

    private static readonly SearchValues<char> Marks = SearchValues.Create("',():\n");

    /// <summary>The text in a cell of a table: a long one is cut.</summary>
    public static string OfCell(string text) => Cut(Of(text), MostOfCell);

    /// <summary>The beginning of a text that is longer than a number of characters.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = most - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return $"{text[..end]}…";
    }

    /// <summary>The text, with an escape such as <c>\u001B</c> for each character that is not to reach the terminal.</summary>
    public static string Of(string text)
    {
        text = WithShortNames(text);
        if (!text.Any(IsHidden)) return text;
        var visible = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (IsHidden(c)) visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else visible.Append(c);
        }

        return visible.ToString();
    }

    /// <summary>The same for a text of several lines.</summary>
    public static string OfLines(string text) => string.Join('\n', text.Split('\n').Select(line => Of(line.TrimEnd('\r'))));

    /// <summary>The text, with the middle left out of names that would fill the screen.</summary>
    private static string WithShortNames(string text)
    {
        if (text.Length <= MostCharacters) return text;
        var shorter = new StringBuilder();
        for (var (start, end) = (0, 0); start < text.Length; start = end)
        {
            end = text.AsSpan(start + 1).IndexOfAny(Marks) is var mark and >= 0 ? start + 1 + mark : text.Length;
            if (end - start <= MostCharacters) shorter.Append(text.AsSpan(start, end - start));
            else shorter.Append(Cut(text[start..end], ShownStart)).Append(text.AsSpan(end - ShownEnd, ShownEnd));
        }

        return shorter.ToString();
    }

    private static bool IsHidden(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
