using System.Text.Json;

namespace OnnxTrain;

/// <summary>The kinds of features that descriptions in files can have: one row for each kind.</summary>
internal static class FeatureKinds
{
    private static readonly Dictionary<string, Func<string, JsonElement, Feature>> Known = new(StringComparer.Ordinal)
    {
        ["number"] = NumberFeature.Read,
        ["category"] = CategoryFeature.Read,
        ["boolean"] = BooleanFeature.Read,
        ["time"] = TimeFeature.Read,
        ["duration"] = DurationFeature.Read,
        ["text"] = TextFeature.Read,
        ["image"] = ImageFeature.Read,
        ["series"] = SeriesFeature.Read,
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    public static void Write(Utf8JsonWriter json, Feature feature)
    {
        json.WriteStartObject();
        json.WriteString("name", feature.Name);
        json.WriteString("kind", feature.Kind);
        feature.Write(json);
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">The kind is unknown.</exception>
    public static Feature Read(JsonElement json)
    {
        var kind = SpecJson.Text(json.GetProperty("kind"));
        return Known.TryGetValue(kind, out var read)
            ? read(SpecJson.Text(json.GetProperty("name")), json)
            : throw new FormatException($"'{kind}' is not a kind of feature; known kinds: {string.Join(", ", Names)}");
    }
}
