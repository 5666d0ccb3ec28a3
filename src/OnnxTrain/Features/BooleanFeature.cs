using System.Text.Json;

namespace OnnxTrain;

/// <summary>A boolean column: two categories, in any of the supported spellings.</summary>
public sealed class BooleanFeature : CategoryFeature
{
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

    internal override string Count(int count) => Invariant($"{count} {(count == 1 ? "boolean" : "booleans")}");

    internal static new BooleanFeature Read(string name, JsonElement json) =>
        new(name, SpecJson.Texts(json.GetProperty("categories"))) { Encoding = ReadEncoding(json) };

    private protected override Feature With(IReadOnlyList<string> categories) =>
        new BooleanFeature(Name, categories) { Encoding = Encoding };
}
