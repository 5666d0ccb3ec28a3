using System.Text.Json;

namespace OnnxTrain;

/// <summary>Reads JSON lines: the keys and values of one object after the other.</summary>
internal sealed class JsonLineReader(string path) : IDisposable
{
    private readonly string _name = Path.GetFileName(path);
    private readonly Utf8Lines _lines = new(UnpackedStream.Open(path));

    /// <summary>Told a key; the reader stands at the value.</summary>
    public delegate void Look(ref Utf8JsonReader json, int column);

    /// <summary>Where the object is, for messages.</summary>
    public string Place => Invariant($"{_name}, line {_lines.Number}");

    public bool MoveNext() => _lines.MoveNext();

    /// <summary>Goes through the object's keys.</summary>
    /// <param name="names">Knows the keys.</param>
    /// <param name="look">Told of each key that is known.</param>
    /// <exception cref="DataException">The line is no object of single values.</exception>
    public void Read(JsonNames names, Look look)
    {
        var json = new Utf8JsonReader(_lines.Line);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw new DataException(
                    $"{Place}: {What(json.TokenType)} where an object was expected: JSON lines are one object to a line, "
                        + "{\"area\": 84.5, \"city\": \"Bern\"}.");
            names.StartRow();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var column = names.Find(ref json, this);
                json.Read();
                if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    if (column >= 0) throw Nested(names.Names[column], json.TokenType);
                    json.Skip();
                }
                else if (column >= 0)
                {
                    look(ref json, column);
                }
            }

            if (json.Read()) throw new DataException($"{Place}: more follows the object. Write each object on a line of its own.");
        }
        catch (JsonException e)
        {
            throw new DataException($"{Place}: the JSON is broken at byte {e.BytePositionInLine}: {Cause(e)}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new DataException($"{Place}: bytes that are not UTF-8. Save the file in the encoding UTF-8.", e);
        }
    }

    public void Dispose() => _lines.Dispose();

    private static string Cause(JsonException e)
    {
        const string position = " LineNumber:";
        var at = e.Message.IndexOf(position, StringComparison.Ordinal);
        return at < 0 ? e.Message : e.Message[..at];
    }

    private static string What(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        _ => "a single value",
    };

    private DataException Nested(string name, JsonTokenType token) => new(
        $"{Place}, column '{name}': {(token == JsonTokenType.StartArray ? "an array" : "an object")}; a row holds numbers, texts, truth "
            + "values and null. Write what is in it under keys of its own, or leave the column out: "
            + $"{nameof(RowSourceOptions)}.{nameof(RowSourceOptions.Ignore)}.");
}
