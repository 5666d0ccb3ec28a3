using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A categorical column: input string [batch, 1], encoded as one or more numbers of the row for the network. A missing value is a separate
/// category if it occurs in the training rows.
/// </summary>
public class CategoryFeature : Feature
{
    private readonly IReadOnlyList<string>? _categories;

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

    internal override string Kind => "category";

    internal override int RowWidth => Encoding.Width(Categories.Count);

    internal sealed override Value ToInput() => Value.Input(Name, ElementType.String, ["batch", 1]);

    internal sealed override FeatureFit? NewFit() => _categories is null ? new Fit(this) : null;

    internal sealed override TensorData Read(TableBlock rows)
    {
        var (column, start) = (rows.Table[Name], rows.Start);
        Shape shape = [rows.Count, 1];
        return column.Kind == ColumnKind.Numeric
            ? TensorData.Of<string>([.. Enumerable.Range(start, rows.Count).Select(column.Text)], shape)
            : TensorData.Of(column.Strings.Slice(start, rows.Count), shape);
    }

    internal sealed override Value Encode(Value input) => Encoding.Of(input, Categories);

    internal sealed override TensorData ToNumbers(TensorData raw)
    {
        var places = Categories.Select((text, i) => (text, i)).ToDictionary(pair => pair.text, pair => pair.i, StringComparer.Ordinal);
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
        if (Encoding.Buckets > 0) json.WriteNumber("buckets", Encoding.Buckets);
    }

    internal static CategoryFeature Read(string name, JsonElement json) =>
        new(name, SpecJson.Texts(json.GetProperty("categories"))) { Encoding = ReadEncoding(json) };

    private protected static CategoryEncoding ReadEncoding(JsonElement json) => json.TryGetProperty("encoding", out var name)
        ? CategoryEncoding.Of(SpecJson.Text(name), json.TryGetProperty("buckets", out var buckets) ? buckets.GetInt32() : 0)
        : CategoryEncoding.OneHot;

    /// <summary>The feature, fitted to categories.</summary>
    private protected virtual Feature With(IReadOnlyList<string> categories) =>
        new CategoryFeature(Name, categories) { Encoding = Encoding };

    private sealed class Fit(CategoryFeature feature) : FeatureFit
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public override void Add(TableBlock rows)
        {
            foreach (var text in feature.Read(rows).As<string>()) _seen.Add(text);
        }

        public override Feature Finish() => _seen.Any(text => text.Length > 0)
            ? feature.With([.. _seen.Order(StringComparer.Ordinal)])
            : throw MissingFeature.Of(feature.Name);
    }
}
