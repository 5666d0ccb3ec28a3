using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>JSON for descriptions in metadata: in one line, without escapes for letters of any alphabet.</summary>
internal static class JsonText
{
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
