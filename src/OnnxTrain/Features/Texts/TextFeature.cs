using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A column of texts of several words: input string [batch, 1], the text as it is. The file itself brings it to lower case and splits it
/// into words and pairs of words, and the network takes the mean of their learned vectors, weighted by how rare a word is (tf-idf). Words
/// are separated by spaces. The vocabulary is that of the training rows; all other words share one vector. A missing text has no words.
/// </summary>
public sealed class TextFeature : Feature
{
    private const string MaxWordsKey = "max_words", LowerCaseKey = "lower_case", MarksKey = "cut_at";

    private const string Punctuation = ".,!?;:\"()-/'&";

    private readonly TextVocabulary? _vocabulary;

    /// <summary>The texts of a column.</summary>
    /// <param name="name">The column.</param>
    public TextFeature(string name)
        : base(name)
    {
    }

    internal TextFeature(string name, TextVocabulary vocabulary)
        : base(name) => _vocabulary = vocabulary;

    /// <summary>
    /// The number of words at the beginning of a text that are read; longer texts are cut. Training lowers it to the longest text in the
    /// training rows.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 or above 65536.</exception>
    public int MaxWords { get; init => field = Within(value, nameof(MaxWords)); } = 256;

    /// <summary>1 for words, 2 for words and pairs of words that follow one another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is neither 1 nor 2.</exception>
    public int NGrams
    {
        get;
        init => field = value is 1 or 2 ? value : throw new ArgumentOutOfRangeException(nameof(NGrams), value, "Must be 1 or 2.");
    } = 2;

    /// <summary>The least number of training texts that a word or pair of the vocabulary is in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MinCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MinCount), value, "Must be 1 or more.");
    } = 2;

    /// <summary>The largest number of words and pairs in the vocabulary; those in the most texts are kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 or above 2²³.</exception>
    public int MaxVocabulary { get; init => field = Within(value, nameof(MaxVocabulary), 1 << 23); } = 20_000;

    /// <summary>
    /// Whether the letters A to Z count as a to z. Other letters keep their case, those with accents and umlauts too.
    /// </summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>
    /// Whether words end at punctuation, <c>. , ; : ! ? " ( ) - / ' &amp;</c>, unless they begin with it; what follows counts on its own:
    /// «well...» is the word «well» with «...».
    /// </summary>
    public bool SplitPunctuation { get; init; } = true;

    /// <summary>The length of the learned vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 or above 65536.</exception>
    public int Dimensions { get; init => field = Within(value, nameof(Dimensions)); } = 32;

    /// <summary>The words of the vocabulary, those in the most training texts first.</summary>
    public IReadOnlyList<string> Words => Vocabulary.Words.Names;

    /// <summary>The pairs of words of the vocabulary, each with a space between, those in the most training texts first.</summary>
    public IReadOnlyList<string> Pairs => Vocabulary.Pairs.Names;

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => ColumnKind.Categorical;

    internal override string Kind => "text";

    internal override int RowWidth => MaxWords + (HasPairs ? MaxWords - 1 : 0) + (HasMarks ? MaxWords : 0);

    internal override int NetworkWidth => Dimensions;

    internal TextVocabulary Vocabulary =>
        _vocabulary ?? throw new InvalidOperationException($"The feature '{Name}' has not seen training rows.");

    /// <summary>The characters that words are cut at.</summary>
    internal string Marks => SplitPunctuation ? Punctuation : "";

    private bool HasPairs => MaxWords > 1 && Pairs.Count > 0;

    private bool HasMarks => Vocabulary.Marks.Names.Length > 0;

    internal override Value ToInput() => Value.Input(Name, ElementType.String, ["batch", 1]);

    internal override FeatureFit? NewFit() => _vocabulary is null ? new TextFit(this) : null;

    internal override TensorData Read(TableBlock rows)
    {
        var texts = new string[rows.Count];
        rows.Table[Name].CopyTexts(rows.Start, texts);
        return TensorData.Of<string>(texts, [rows.Count, 1]);
    }

    /// <summary>
    /// The indices of words, of pairs of words, and of what follows words, [batch, width]: 0 where there is none.
    /// </summary>
    internal override Value Encode(Value input)
    {
        var (words, rest) = (LowerCase ? input.LowerCase() : input).SplitWords(MaxWords, Marks);
        List<Value> indices = [Vocabulary.OfWords(words)];
        if (HasPairs) indices.Add(Vocabulary.OfPairs(words.WordPairs()));
        if (HasMarks) indices.Add(Vocabulary.OfMarks(rest));
        return Value.Concat(1, [.. indices]).Cast(ElementType.Float32);
    }

    /// <summary>The feature with what it learned.</summary>
    /// <param name="vocabulary">The vocabulary of the training texts.</param>
    /// <param name="maxWords">The number of words of the longest of them that are read.</param>
    internal TextFeature Learned(TextVocabulary vocabulary, int maxWords) => new(Name, vocabulary)
    {
        MaxWords = maxWords, NGrams = NGrams, MinCount = MinCount, MaxVocabulary = MaxVocabulary, LowerCase = LowerCase,
        SplitPunctuation = SplitPunctuation, Dimensions = Dimensions,
    };

    internal override string DescribeInput() => Invariant($"A text; its first {MaxWords} words are read.");

    internal override string Describe()
    {
        var pairs = NGrams > 1 ? Invariant($" and {Pairs.Count} pairs") : "";
        var cut = Vocabulary.CutTexts > 0 ? Invariant($" ({Vocabulary.CutTexts} of {Vocabulary.Texts} texts are longer)") : "";
        return Invariant($"text, the first {MaxWords} words{cut}; {Words.Count} words{pairs} known, vectors of {Dimensions} numbers");
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber(MaxWordsKey, MaxWords);
        json.WriteBoolean(LowerCaseKey, LowerCase);
        json.WriteString(MarksKey, Marks);
        json.WriteNumber("ngrams", NGrams);
        json.WriteNumber("dimensions", Dimensions);
        Vocabulary.Write(json);
    }

    internal static TextFeature Read(string name, JsonElement json)
    {
        var marks = SpecJson.Text(json.GetProperty(MarksKey));
        return new(name, TextVocabulary.Read(json))
        {
            MaxWords = json.GetProperty(MaxWordsKey).GetInt32(),
            LowerCase = json.GetProperty(LowerCaseKey).GetBoolean(),
            SplitPunctuation = marks is "" or Punctuation
                ? marks.Length > 0
                : throw new FormatException($"words cannot be cut at '{marks}'"),
            NGrams = json.GetProperty("ngrams").GetInt32(),
            Dimensions = json.GetProperty("dimensions").GetInt32(),
        };
    }

    private static int Within(int value, string name, int most = 1 << 16) => value >= 1 && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, value, Invariant($"Must be from 1 to {most}."));
}
