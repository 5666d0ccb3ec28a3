using System.Text;

namespace OnnxTrain;

/// <summary>Truth values as texts: one fixed set of spellings, for tables as for exported files.</summary>
internal static class TruthText
{
    public const string True = "true", False = "false";

    private static readonly Dictionary<string, bool> Truths = Spellings(True).Select(text => (text, true))
        .Concat(Spellings(False).Select(text => (text, false)))
        .ToDictionary(pair => pair.text, pair => pair.Item2, StringComparer.Ordinal);

    private static readonly byte[][] Words = [.. Truths.Keys.Where(text => char.IsLetter(text[0])).Select(Encoding.UTF8.GetBytes)];

    private static readonly int LongestWord = Words.Max(word => word.Length);

    /// <summary>All spellings of <see cref="True"/> or of <see cref="False"/>.</summary>
    public static IReadOnlyList<string> Spellings(string truth) => truth == True
        ? ["true", "True", "TRUE", "t", "T", "yes", "Yes", "YES", "y", "Y", "1"]
        : ["false", "False", "FALSE", "f", "F", "no", "No", "NO", "n", "N", "0"];

    /// <summary>The truth value that a text spells; null for other texts.</summary>
    public static bool? Of(string text) => Truths.TryGetValue(text, out var truth) ? truth : null;

    /// <summary>The text of a truth value.</summary>
    public static string Of(bool truth) => truth ? True : False;

    /// <summary>Whether a text is a truth value.</summary>
    public static bool Is(ReadOnlySpan<char> text) => Truths.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(text);

    /// <summary>Whether a text in UTF-8 is a word for a truth value: 1 and 0 are numbers.</summary>
    public static bool IsWord(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestWord) return false;
        foreach (var word in Words)
        {
            if (text.SequenceEqual(word)) return true;
        }

        return false;
    }
}
