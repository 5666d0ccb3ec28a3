namespace OnnxTrain;

/// <summary>
/// Fits a <see cref="TextFeature"/>: counts the texts with each word and pair. Where there are very many, the rarest are forgotten on the
/// way, so that memory is bounded.
/// </summary>
internal sealed class TextFit(TextFeature feature) : FeatureFit
{
    /// <summary>More different words and pairs than these are not counted at a time.</summary>
    private const int MostCounted = 1 << 22;

    private readonly Dictionary<string, long> _words = new(StringComparer.Ordinal), _pairs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ofText = new(StringComparer.Ordinal);
    private long _texts, _cut, _forgotten;
    private int _longest;

    public override void Add(TableBlock rows)
    {
        var texts = new string[rows.Count];
        rows.Table[feature.Name].CopyTexts(rows.Start, texts);
        foreach (var text in texts)
        {
            Add(text);
            if (_words.Count + _pairs.Count > MostCounted) ForgetRarest();
        }
    }

    public override Feature Finish()
    {
        if (_words.Count == 0) throw MissingFeature.Of(feature.Name);

        // If no word is in so many texts, all are known.
        var least = _words.Values.Max() < feature.MinCount ? 1 : feature.MinCount;
        var kept = Kept(_words, least).Select(word => (Word: word, IsPair: false))
            .Concat(Kept(_pairs, least).Select(pair => (Word: pair, IsPair: true)))
            .OrderByDescending(entry => entry.Word.Value)
            .ThenBy(entry => entry.IsPair)
            .ThenBy(entry => entry.Word.Key, StringComparer.Ordinal)
            .Take(feature.MaxVocabulary)
            .ToLookup(entry => entry.IsPair, entry => entry.Word);
        return new TextFeature(feature.Name, new(_texts, _cut, Columns(kept[false]), Columns(kept[true])))
        {
            MaxWords = Math.Clamp(_longest, 1, feature.MaxWords), NGrams = feature.NGrams, MinCount = feature.MinCount,
            MaxVocabulary = feature.MaxVocabulary, LowerCase = feature.LowerCase, Dimensions = feature.Dimensions,
        };
    }

    private static IEnumerable<KeyValuePair<string, long>> Kept(Dictionary<string, long> counts, long least) =>
        counts.Where(pair => pair.Value >= least);

    private static (string[] Names, long[] Counts) Columns(IEnumerable<KeyValuePair<string, long>> counts) =>
        ([.. counts.Select(pair => pair.Key)], [.. counts.Select(pair => pair.Value)]);

    private void Add(string text)
    {
        _texts++;
        var whole = WellFormed.Of(text);
        if (feature.LowerCase) whole = LowerCaseOp.Lower(whole);
        var length = Words.Count(whole);
        if (length > feature.MaxWords) _cut++;
        var words = new string[Math.Min(length, feature.MaxWords)];
        _longest = Math.Max(_longest, words.Length);
        Words.Split(whole, words);
        Count(words, _words);
        if (feature.NGrams > 1) Count(words.Skip(1).Select((word, i) => Words.Pair(words[i], word)), _pairs);
    }

    private void Count(IEnumerable<string> names, Dictionary<string, long> counts)
    {
        _ofText.Clear();
        foreach (var name in names)
        {
            if (_ofText.Add(name)) counts[name] = counts.GetValueOrDefault(name) + 1;
        }
    }

    private void ForgetRarest()
    {
        _forgotten++;
        foreach (var counts in (Dictionary<string, long>[])[_words, _pairs])
        {
            foreach (var (name, count) in counts)
            {
                if (count <= _forgotten) counts.Remove(name);
            }
        }
    }
}
