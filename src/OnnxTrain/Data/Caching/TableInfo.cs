using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>What a table has beside the values of its columns, as text in the cache file.</summary>
internal sealed record TableInfo
{
    public required ColumnInfo[] Columns { get; init; }

    /// <summary>Whether it was read from text, whose lines are numbered.</summary>
    public required bool IsText { get; init; }

    /// <summary>The delimiter of the text.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The notes of the reading.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The columns of the file: those of the table, the lines, and the texts of numbers whose spelling counts.</summary>
    public ArrowColumn[] ToArrow() =>
    [
        .. Columns.Select(column => column.Kind == ColumnKind.Numeric
            ? new ArrowColumn(new(column.Name, ElementType.Float64, Shape.Scalar))
            : new(new(column.Name, ElementType.Int32, Shape.Scalar), IsCoded: true)),
        new(new("(line)", ElementType.Int32, Shape.Scalar)),
        .. Columns.Where(column => column.IsExact).Select(column =>
            new ArrowColumn(new($"({column.Name} as written)", ElementType.Int32, Shape.Scalar), IsCoded: true)),
    ];

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteBoolean("text", IsText);
            json.WriteString("delimiter", Delimiter.ToString());
            json.WriteStartArray("notes");
            foreach (var note in Notes) json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteStartArray("columns");
            foreach (var column in Columns) column.Write(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static TableInfo Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return new()
        {
            IsText = json.GetProperty("text").GetBoolean(),
            Delimiter = json.GetProperty("delimiter").GetString()![0],
            Notes = [.. json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)],
            Columns = [.. json.GetProperty("columns").EnumerateArray().Select(ColumnInfo.Read)],
        };
    }
}
