using System.Text.Json;

namespace OnnxTrain;

/// <summary>What a column of a table has beside its values.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What the values are.</param>
internal sealed record ColumnInfo(string Name, ColumnKind Kind)
{
    /// <summary>Whether the numbers are float32.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether the user named the kind; else texts may be times.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Whether the spelling of each number is kept, such as 1.0.</summary>
    public bool IsExact { get; init; }

    /// <summary>The rows without a value.</summary>
    public int Missing { get; set; }

    /// <summary>The texts that were read as missing values, with their counts.</summary>
    public Dictionary<string, int> MissingTexts { get; init; } = new(StringComparer.Ordinal);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("kind", Kind.ToString());
        json.WriteBoolean("single", IsSingle);
        json.WriteBoolean("exact", IsExact);
        json.WriteBoolean("given", IsGiven);
        json.WriteNumber("missing", Missing);
        json.WriteStartObject("texts");
        foreach (var (text, count) in MissingTexts) json.WriteNumber(text, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static ColumnInfo Read(JsonElement json) => new(Text(json, "name"), Kinds(Text(json, "kind")))
    {
        IsSingle = json.GetProperty("single").GetBoolean(),
        IsExact = json.GetProperty("exact").GetBoolean(),
        IsGiven = json.GetProperty("given").GetBoolean(),
        Missing = json.GetProperty("missing").GetInt32(),
        MissingTexts = json.GetProperty("texts").EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetInt32()),
    };

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;

    private static ColumnKind Kinds(string text) => Enum.TryParse<ColumnKind>(text, out var kind)
        ? kind
        : throw new InvalidDataException($"There is no kind '{text}' of columns.");
}
