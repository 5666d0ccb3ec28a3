using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A categorical column: input string [batch, 1], encoded as one or more numbers of the row for the network. A missing value is a separate
/// category if it occurs in the training rows.
/// </summary>
public class CategoryFeature : Feature
{
    private const string Buckets = "buckets", Dimensions = "dimensions";

    private readonly IReadOnlyList<string>? _categories;
    private HashSet<string>? _taken;

    /// <summary>Creates a feature for a categorical column.</summary>
    /// <param name="name">The column.</param>
    public CategoryFeature(string name)
        : base(name)
    {
    }

    internal CategoryFeature(string name, IReadOnlyList<string> categories)
        : base(name) => _categories = [.. categories];

    /// <summary>The encoding of the categories.</summary>
    public CategoryEncoding Encoding { get; init; } = CategoryEncoding.OneHot;

    /// <summary>
    /// The categories of the training rows in ordinal order, with the empty text for a missing value; others become zeros.
    /// </summary>
    public IReadOnlyList<string> Categories =>
        _categories ?? throw new InvalidOperationException($"The feature '{Name}' has not seen training rows.");

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => ColumnKind.Categorical;

    /// <summary>The texts that stand for a missing value, besides the empty text; files of earlier versions have none.</summary>
    internal IReadOnlyList<string> MissingTexts { get; init; } = [];

    internal override string Kind => "category";

    internal override int RowWidth => Encoding.Width(Categories.Count);

    internal override int NetworkWidth => Encoding.IsEmbedding ? Encoding.Dimensions : RowWidth;

    internal sealed override Value ToInput() => Value.Input(Name, ElementType.String, ["batch", 1]);

    internal sealed override FeatureFit? NewFit() => _categories is null ? new Fit(this) : null;

    internal sealed override TensorData Read(TableBlock rows)
    {
        var texts = new string[rows.Count];
        rows.Table[Name].CopyTexts(rows.Start, texts);
        return TensorData.Of<string>(texts, [rows.Count, 1]);
    }

    internal sealed override Value Encode(Value input) => Encoding.Of(input, Categories, [.. Aliases()]);

    /// <summary>Files of earlier versions take an empty text for a missing value, and know no other.</summary>
    internal sealed override bool IsReadVerbatim => MissingTexts.Count > 0 || !Categories.Contains("");

    /// <summary>Whether a text is a category, or stands for one.</summary>
    internal sealed override bool TakesText(string text) =>
        (_taken ??= [.. Categories, .. Aliases().Select(alias => alias.Text)]).Contains(text);

    internal sealed override TensorData ToNumbers(TensorData raw)
    {
        var places = Categories.Select((text, i) => (Text: text, Place: i))
            .Concat(Aliases())
            .ToDictionary(pair => pair.Text, pair => pair.Place, StringComparer.Ordinal);
        double[] indices = [.. raw.As<string>().ToArray().Select(text => (double)places.GetValueOrDefault(text, Categories.Count))];
        return TensorData.OfNumbers(indices, raw.Type.Shape, ElementType.Float32);
    }

    internal sealed override string DescribeNumbers() =>
        "The index of the category: "
            + string.Join(", ", Categories.Select((text, i) => Invariant($"{i} = {(text.Length == 0 ? "(missing)" : text)}")))
            + Invariant($"; {Categories.Count} for any other.");

    internal override string Count(int count) => Invariant($"{count} {(count == 1 ? "category" : "categories")}");

    internal sealed override string Describe() => Invariant($"{Kind}, {Encoding.Text}, {Categories.Count} values");

    internal sealed override void Write(Utf8JsonWriter json)
    {
        SpecJson.WriteTexts(json, "categories", Categories);
        if (Encoding != CategoryEncoding.OneHot) json.WriteString("encoding", Encoding.Name);
        if (Encoding.Size > 0) json.WriteNumber(Encoding.IsEmbedding ? Dimensions : Buckets, Encoding.Size);
        if (MissingTexts.Count > 0) SpecJson.WriteTexts(json, "missing", MissingTexts);
        WriteMore(json);
    }

    internal static CategoryFeature Read(string name, JsonElement json) =>
        new(name, SpecJson.Texts(json.GetProperty("categories"))) { Encoding = ReadEncoding(json), MissingTexts = ReadMissing(json) };

    private protected static IReadOnlyList<string> ReadMissing(JsonElement json) =>
        json.TryGetProperty("missing", out var texts) ? SpecJson.Texts(texts) : [];

    private protected static CategoryEncoding ReadEncoding(JsonElement json) => json.TryGetProperty("encoding", out var name)
        ? CategoryEncoding.Of(
            SpecJson.Text(name),
            json.TryGetProperty(Buckets, out var size) || json.TryGetProperty(Dimensions, out size) ? size.GetInt32() : 0)
        : CategoryEncoding.OneHot;

    /// <summary>Writes what only its kind has.</summary>
    private protected virtual void WriteMore(Utf8JsonWriter json)
    {
    }

    /// <summary>The category of a text of the training rows.</summary>
    private protected virtual string CategoryOf(string text) => text;

    /// <summary>Further texts, each with the place of the category that it stands for: those for a missing value, if that is one.</summary>
    private protected virtual IEnumerable<(string Text, int Place)> Aliases()
    {
        var place = Categories.ToList().IndexOf("");
        return place < 0 ? [] : MissingTexts.Except(Categories).Select(text => (text, place));
    }

    /// <summary>The feature, fitted to categories.</summary>
    private protected virtual Feature With(IReadOnlyList<string> categories, IReadOnlyList<string> missing) =>
        new CategoryFeature(Name, categories) { Encoding = Encoding.For(categories.Count), MissingTexts = missing };

    private sealed class Fit(CategoryFeature feature) : FeatureFit
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private IReadOnlyList<string> _missing = [];

        public override void Add(TableBlock rows)
        {
            foreach (var text in feature.Read(rows).As<string>()) _seen.Add(text);
            _missing = rows.Table.MissingValues;
        }

        public override Feature Finish() => _seen.Any(text => text.Length > 0)
            ? feature.With(
                [.. _seen.Select(feature.CategoryOf).Distinct().Order(StringComparer.Ordinal)],
                _seen.Contains("") ? [.. _missing.Where(text => text.Length > 0).Except(_seen)] : [])
            : throw MissingFeature.Of(feature.Name);
    }
}
