using System.Text.Json;

namespace OnnxTrain;

/// <summary>The kinds of targets that descriptions in files can have: one row for each kind.</summary>
internal static class TargetKinds
{
    private static readonly Dictionary<string, Func<string, JsonElement, Target>> Known = new(StringComparer.Ordinal)
    {
        ["class"] = ClassTarget.Read,
        ["number"] = NumberTarget.Read,
        ["series"] = SeriesTarget.Read,
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    public static void Write(Utf8JsonWriter json, Target target)
    {
        json.WriteStartObject();
        json.WriteString("name", target.Name);
        json.WriteString("kind", target.Kind);
        target.Write(json);
        if (target.Weight != 1) json.WriteNumber("weight", target.Weight);
        json.WriteEndObject();
    }

    /// <summary>The weight of the loss of a described target.</summary>
    public static double Weight(JsonElement json) => json.TryGetProperty("weight", out var weight) ? SpecJson.Scale(weight) : 1;

    /// <exception cref="FormatException">The kind is unknown.</exception>
    public static Target Read(JsonElement json)
    {
        var kind = SpecJson.Text(json.GetProperty("kind"));
        return Known.TryGetValue(kind, out var read)
            ? read(SpecJson.Text(json.GetProperty("name")), json)
            : throw new FormatException($"'{kind}' is not a kind of target; known kinds: {string.Join(", ", Names)}");
    }
}
