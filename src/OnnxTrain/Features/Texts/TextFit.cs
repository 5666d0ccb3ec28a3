namespace OnnxTrain;

/// <summary>
/// Fits a <see cref="TextFeature"/>: counts the texts with each word, each pair, and each that is cut off at punctuation. Where there are
/// very many, the rarest are forgotten on the way, so that memory is bounded.
/// </summary>
internal sealed class TextFit(TextFeature feature) : FeatureFit
{
    /// <summary>More different words and pairs than these are not counted at a time.</summary>
    private const int MostCounted = 1 << 22;

    private readonly Dictionary<string, long> _words = New(), _pairs = New(), _marks = New();
    private readonly HashSet<string> _ofText = new(StringComparer.Ordinal);
    private long _texts, _cut, _forgotten;
    private int _longest;

    private Dictionary<string, long>[] Parts => [_words, _pairs, _marks];

    public override void Add(TableBlock rows)
    {
        var texts = new string[rows.Count];
        rows.Table[feature.Name].CopyTexts(rows.Start, texts);
        foreach (var text in texts)
        {
            Add(text);
            while (Parts.Sum(part => part.Count) > MostCounted) ForgetRarest();
        }
    }

    public override Feature Finish()
    {
        if (_longest == 0) throw MissingFeature.Of(feature.Name);

        // If no word is in so many texts, all are known.
        var least = _words.Values.DefaultIfEmpty().Max() < feature.MinCount ? 1 : feature.MinCount;
        var kept = Parts
            .SelectMany((part, place) => part.Where(entry => entry.Value >= least).Select(entry => (entry.Key, entry.Value, Part: place)))
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Part)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(feature.MaxVocabulary)
            .ToLookup(entry => entry.Part);
        return feature.Learned(new(_texts, _cut, Part(0), Part(1), Part(2)), Math.Min(_longest, feature.MaxWords));

        TextPart Part(int place) => new([.. kept[place].Select(entry => entry.Key)], [.. kept[place].Select(entry => entry.Value)]);
    }

    private static Dictionary<string, long> New() => new(StringComparer.Ordinal);

    private void Add(string text)
    {
        _texts++;
        var whole = WellFormed.Of(text);
        if (feature.LowerCase) whole = LowerCaseOp.Lower(whole);
        var length = Words.Count(whole);
        _longest = Math.Max(_longest, length);
        if (length > feature.MaxWords) _cut++;
        var words = new string[Math.Min(length, feature.MaxWords)];
        Words.Split(whole, words);
        (string Word, string Tail)[] cut = [.. words.Select(word => Words.Cut(word, feature.Marks))];
        Count(cut.Select(word => word.Word), _words);
        Count(cut.Select(word => word.Tail).Where(tail => tail.Length > 0), _marks);
        if (feature.NGrams > 1) Count(cut.Skip(1).Select((word, i) => Words.Pair(cut[i].Word, word.Word)), _pairs);
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
        foreach (var counts in Parts)
        {
            foreach (var (name, count) in counts)
            {
                if (count <= _forgotten) counts.Remove(name);
            }
        }
    }
}
