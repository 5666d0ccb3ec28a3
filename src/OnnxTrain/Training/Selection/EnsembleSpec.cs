using System.Text;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// The description of an ensemble of <see cref="DataModel"/>s in its file, without the weights: the descriptions of its members, each
/// different one once.
/// </summary>
internal sealed record EnsembleSpec(EnsembleMethod Method, IReadOnlyList<ModelDescription> Members)
{
    /// <summary>The key of the metadata that holds it.</summary>
    public const string MetadataKey = "onnxtrain.ensemble";

    public string ToJson()
    {
        var texts = Members.Select(member => member.ToJson()).ToList();
        var different = texts.Distinct(StringComparer.Ordinal).ToList();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("method", Method.ToString());
            json.WriteStartArray("members");
            foreach (var text in texts) json.WriteNumberValue(different.IndexOf(text));
            json.WriteEndArray();
            json.WriteStartArray("descriptions");
            foreach (var text in different) json.WriteRawValue(text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <exception cref="DataException">The text was not written by <see cref="ToJson"/>.</exception>
    public static EnsembleSpec FromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            ModelDescription[] different =
            [
                .. json.RootElement.GetProperty("descriptions").EnumerateArray().Select(e => ModelDescription.FromJson(e.GetRawText())),
            ];
            return new(
                SpecJson.Enum<EnsembleMethod>(json.RootElement.GetProperty("method")),
                [.. json.RootElement.GetProperty("members").EnumerateArray().Select(e => different[e.GetInt32()])]);
        }
        catch (Exception e) when (SpecJson.IsMalformed(e))
        {
            throw new DataException($"The description of the ensemble in its metadata ('{MetadataKey}') cannot be read: {e.Message}", e);
        }
    }
}
