using System.Text.Json;

namespace OnnxTrain;

/// <summary>The words and pairs of words that a <see cref="TextFeature"/> knows, and the number of training texts that each is in.</summary>
internal sealed class TextVocabulary
{
    /// <summary>The indices of what is no word, and of all unknown words; those of the vocabulary follow.</summary>
    public const int Padding = 0, Unknown = 1, First = 2;

    private readonly (string[] Names, long[] Counts) _words, _pairs;

    /// <param name="texts">The number of training texts.</param>
    /// <param name="cutTexts">The number of those that are cut.</param>
    /// <param name="words">Words, and the number of texts with each.</param>
    /// <param name="pairs">Pairs of words, and the number of texts with each.</param>
    public TextVocabulary(long texts, long cutTexts, (string[] Names, long[] Counts) words, (string[] Names, long[] Counts) pairs) =>
        (Texts, CutTexts, _words, _pairs) = (texts, cutTexts, words, pairs);

    public long Texts { get; }

    public long CutTexts { get; }

    public IReadOnlyList<string> Words => _words.Names;

    public IReadOnlyList<string> Pairs => _pairs.Names;

    /// <summary>The number of indices.</summary>
    public int Count => First + Words.Count + Pairs.Count;

    /// <summary>
    /// The weight of each index, its inverse document frequency as scikit-learn's TfidfVectorizer has it: ln((1 + texts) / (1 + texts with
    /// it)) + 1. That of padding is 0, and that of unknown words 1.
    /// </summary>
    public float[] Weights() =>
        [0, 1, .. _words.Counts.Concat(_pairs.Counts).Select(count => (float)(Math.Log((1.0 + Texts) / (1 + count)) + 1))];

    /// <summary>The indices of words.</summary>
    public Value OfWords(Value words) => new LabelEncoderOp(["", .. Words], [Padding, .. Indices(First, Words.Count)], Unknown).Of(words);

    /// <summary>The indices of pairs; unknown ones are not counted.</summary>
    public Value OfPairs(Value pairs) =>
        new LabelEncoderOp([.. Pairs], [.. Indices(First + Words.Count, Pairs.Count)], Padding).Of(pairs);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("cut", CutTexts);
        SpecJson.WriteTexts(json, "vocabulary", Words);
        WriteCounts(json, "counts", _words.Counts);
        SpecJson.WriteTexts(json, "pairs", Pairs);
        WriteCounts(json, "pair_counts", _pairs.Counts);
    }

    public static TextVocabulary Read(JsonElement json, long texts) => new(
        texts, json.GetProperty("cut").GetInt64(), Read(json, "vocabulary", "counts", texts), Read(json, "pairs", "pair_counts", texts));

    private static (string[] Names, long[] Counts) Read(JsonElement json, string names, string counts, long texts)
    {
        var (words, numbers) = (SpecJson.Texts(json.GetProperty(names)), ReadCounts(json.GetProperty(counts)));
        if (numbers.Length != words.Length || numbers.Any(number => number < 1 || number > texts))
            throw new FormatException($"'{counts}' must hold a number of texts from 1 to {texts} for each of the {words.Length} '{names}'");
        return words.Contains("") || words.Distinct(StringComparer.Ordinal).Count() < words.Length
            ? throw new FormatException($"'{names}' holds a word twice, or an empty one")
            : (words, numbers);
    }

    private static long[] ReadCounts(JsonElement json) => [.. json.EnumerateArray().Select(number => number.GetInt64())];

    private static void WriteCounts(Utf8JsonWriter json, string name, long[] counts)
    {
        json.WriteStartArray(name);
        foreach (var count in counts) json.WriteNumberValue(count);
        json.WriteEndArray();
    }

    private static IEnumerable<long> Indices(int start, int count) => Enumerable.Range(start, count).Select(i => (long)i);
}
