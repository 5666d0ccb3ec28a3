namespace OnnxTrain;

/// <summary>One string object for each of the texts that occur again and again; others are not held.</summary>
internal sealed class TextPool
{
    private const int MostTexts = 4096, MostCharacters = 128;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextPool() => _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Of(ReadOnlySpan<char> text)
    {
        if (text.Length > MostCharacters) return text.ToString();
        if (_lookup.TryGetValue(text, out var known)) return known;
        var added = text.ToString();
        if (_texts.Count < MostTexts) _texts.Add(added);
        return added;
    }
}
