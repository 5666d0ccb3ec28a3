using System.Text.Json;

namespace OnnxTrain;

/// <summary>Reads rows of JSON lines.</summary>
internal sealed class JsonRowReader : ForwardReader
{
    private readonly JsonLineReader _lines;
    private readonly JsonNames _names;
    private readonly JsonLineReader.Look _put;
    private readonly ColumnFiller[] _columns;
    private char[] _text = new char[256];
    private int _row;

    public JsonRowReader(JsonLines source, string path, RowColumn[] columns)
        : base(source.Name, source.RowCount, columns)
    {
        (_lines, _names, _put) = (new(path), JsonNames.Of(columns.Select(c => c.Name)), Put);
        _columns = new ColumnFiller[columns.Length];
    }

    protected override string Place => _lines.Place;

    public override void Dispose() => _lines.Dispose();

    protected override bool MoveNext() => _lines.MoveNext();

    protected override void Fill(ReadOnlySpan<ColumnFiller> columns, int row)
    {
        columns.CopyTo(_columns);
        _row = row;
        _lines.Read(_names, _put);
        for (var i = 0; i < columns.Length; i++)
        {
            if (!_names.Has(i)) columns[i].PutMissing(row);
        }
    }

    private void Put(ref Utf8JsonReader json, int column)
    {
        var filler = _columns[column];
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                filler.PutMissing(_row);
                break;
            case JsonTokenType.Number when json.TryGetInt64(out var integer):
                filler.Put(_row, integer);
                break;
            case JsonTokenType.Number:
                filler.Put(_row, json.GetDouble());
                break;
            case JsonTokenType.String:
                filler.Put(_row, Text(ref json));
                break;
            default:
                filler.Put(_row, json.GetBoolean());
                break;
        }
    }

    private ReadOnlySpan<char> Text(ref Utf8JsonReader json)
    {
        // UTF-8 never has fewer bytes than UTF-16 has characters.
        if (_text.Length < json.ValueSpan.Length) _text = new char[json.ValueSpan.Length];
        return _text.AsSpan(0, json.CopyString(_text));
    }
}
