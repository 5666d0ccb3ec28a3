namespace OnnxTrain;

/// <summary>The words of a string: what is between spaces.</summary>
internal static class Words
{
    private const char Space = ' ';

    /// <summary>The first words; empty strings follow where there are fewer.</summary>
    public static void Split(ReadOnlySpan<char> text, Span<string> words)
    {
        var count = 0;
        foreach (var part in text.Split(Space))
        {
            if (count == words.Length) return;
            if (!text[part].IsEmpty) words[count++] = text[part].ToString();
        }

        words[count..].Fill("");
    }

    /// <summary>The number of words.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var part in text.Split(Space)) count += text[part].IsEmpty ? 0 : 1;
        return count;
    }

    /// <summary>
    /// Cuts a word at the first of each of some characters, one after the other, unless the word begins with it; and what is cut off.
    /// </summary>
    public static (string Word, string Tail) Cut(string word, string characters)
    {
        var end = word.Length;
        foreach (var character in characters)
        {
            if (word.AsSpan(0, end).IndexOf(character) is > 0 and var at) end = at;
        }

        return (word[..end], word[end..]);
    }

    /// <summary>Two words in a row; nothing if one of them is missing.</summary>
    public static string Pair(string first, string second) =>
        first.Length > 0 && second.Length > 0 ? $"{first}{Space}{second}" : "";
}
