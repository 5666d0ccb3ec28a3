using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli;

/// <summary>
/// Texts of files and data as a terminal may show them: control characters, and those that turn the direction of writing, appear as
/// escapes, so that a name cannot move the cursor or hide what follows it.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text, with an escape such as <c>\u001B</c> for each character that is not to reach the terminal.</summary>
    public static string Of(string text)
    {
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

    private static bool IsHidden(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
