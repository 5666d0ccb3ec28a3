using System.Text.Json;

namespace OnnxTrain;

/// <summary>Words, or pairs of words, or what follows words; and the number of training texts that each is in.</summary>
internal sealed record TextPart(string[] Names, long[] Counts)
{
    public void Write(Utf8JsonWriter json, string key)
    {
        json.WriteStartObject(key);
        SpecJson.WriteTexts(json, "names", Names);
        json.WriteStartArray("counts");
        foreach (var count in Counts) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static TextPart Read(JsonElement json, string key, long texts)
    {
        var part = json.GetProperty(key);
        var names = SpecJson.Texts(part.GetProperty("names"));
        long[] counts = [.. part.GetProperty("counts").EnumerateArray().Select(number => number.GetInt64())];
        if (counts.Length != names.Length || counts.Any(count => count < 1 || count > texts))
            throw new FormatException($"'{key}' must hold a number of texts from 1 to {texts} for each of the {names.Length} names");
        return names.Contains("") || names.Distinct(StringComparer.Ordinal).Count() < names.Length
            ? throw new FormatException($"'{key}' holds a name twice, or an empty one")
            : new(names, counts);
    }
}
