using System.Text.Json;

namespace OnnxTrain;

/// <summary>What a <see cref="TextFeature"/> knows of the training texts.</summary>
/// <param name="Texts">The number of training texts.</param>
/// <param name="CutTexts">The number of those that are cut.</param>
/// <param name="Words">The words.</param>
/// <param name="Pairs">Pairs of words.</param>
/// <param name="Marks">What is cut off words at punctuation.</param>
internal sealed record TextVocabulary(long Texts, long CutTexts, TextPart Words, TextPart Pairs, TextPart Marks)
{
    /// <summary>The indices of what is no word, and of all unknown words; those of the vocabulary follow.</summary>
    public const int Padding = 0, Unknown = 1, First = 2;

    /// <summary>The number of indices.</summary>
    public int Count => First + Words.Names.Length + Pairs.Names.Length + Marks.Names.Length;

    /// <summary>
    /// The weight of each index, its inverse document frequency as scikit-learn's TfidfVectorizer has it: ln((1 + texts) / (1 + texts with
    /// it)) + 1. That of padding is 0, and that of unknown words 1.
    /// </summary>
    public float[] Weights() =>
    [
        0, 1,
        .. Words.Counts.Concat(Pairs.Counts).Concat(Marks.Counts).Select(count => (float)(Math.Log((1.0 + Texts) / (1 + count)) + 1)),
    ];

    /// <summary>The indices of words; unknown ones share one.</summary>
    public Value OfWords(Value words) => Indices(words, ["", .. Words.Names], [Padding, .. From(First, Words)], Unknown);

    /// <summary>The indices of pairs; unknown ones do not count.</summary>
    public Value OfPairs(Value pairs) => Indices(pairs, Pairs.Names, From(First + Words.Names.Length, Pairs), Padding);

    /// <summary>The indices of what is cut off words; unknown ones do not count.</summary>
    public Value OfMarks(Value marks) =>
        Indices(marks, Marks.Names, From(First + Words.Names.Length + Pairs.Names.Length, Marks), Padding);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("texts", Texts);
        json.WriteNumber("cut", CutTexts);
        Words.Write(json, "words");
        Pairs.Write(json, "pairs");
        Marks.Write(json, "marks");
    }

    public static TextVocabulary Read(JsonElement json)
    {
        var texts = json.GetProperty("texts").GetInt64();
        return new(
            texts, json.GetProperty("cut").GetInt64(), TextPart.Read(json, "words", texts), TextPart.Read(json, "pairs", texts),
            TextPart.Read(json, "marks", texts));
    }

    private static Value Indices(Value names, string[] known, IEnumerable<long> indices, long other) =>
        new LabelEncoderOp([.. known], [.. indices], other).Of(names).Flatten();

    private static IEnumerable<long> From(int start, TextPart part) => Enumerable.Range(start, part.Names.Length).Select(i => (long)i);
}
