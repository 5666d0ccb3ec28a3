using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A boolean column: input string [batch, 1] in any of the usual spellings of true and false, such as <c>true</c>, <c>True</c>, <c>yes</c>
/// or <c>1</c>; encoded as a category.
/// </summary>
public sealed class BooleanFeature : CategoryFeature
{
    private const string AnySpelling = "spellings";

    /// <summary>Creates a feature for a boolean column.</summary>
    /// <param name="name">The column.</param>
    public BooleanFeature(string name)
        : base(name)
    {
    }

    internal BooleanFeature(string name, IReadOnlyList<string> categories)
        : base(name, categories)
    {
    }

    /// <inheritdoc/>
    public override ColumnKind ColumnKind => ColumnKind.Boolean;

    internal override string Kind => "boolean";

    /// <summary>Whether any spelling is known; files of earlier versions know those of their training rows.</summary>
    internal bool TakesAnySpelling { get; init; }

    internal override string Count(int count) => Invariant($"{count} {(count == 1 ? "boolean" : "booleans")}");

    internal static new BooleanFeature Read(string name, JsonElement json) =>
        new(name, SpecJson.Texts(json.GetProperty("categories")))
        {
            Encoding = ReadEncoding(json),
            MissingTexts = ReadMissing(json),
            TakesAnySpelling = json.TryGetProperty(AnySpelling, out _),
        };

    private protected override void WriteMore(Utf8JsonWriter json)
    {
        if (TakesAnySpelling) json.WriteString(AnySpelling, "any");
    }

    private protected override string CategoryOf(string text) => TruthText.Of(text) is { } truth ? TruthText.Of(truth) : text;

    private protected override IEnumerable<(string Text, int Place)> Aliases() => TakesAnySpelling
        ? base.Aliases().Concat(Categories.Index()
            .Where(category => TruthText.Of(category.Item) is not null)
            .SelectMany(category => TruthText.Spellings(category.Item).Except(Categories).Select(text => (text, category.Index))))
        : base.Aliases();

    private protected override Feature With(IReadOnlyList<string> categories, IReadOnlyList<string> missing) =>
        new BooleanFeature(Name, categories) { Encoding = Encoding.For(categories.Count), MissingTexts = missing, TakesAnySpelling = true };
}
