using System.Text;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>What a column of JSON lines was found to hold.</summary>
internal sealed class JsonColumn(string name)
{
    private (CellType Type, string Value, string Place)? _first;
    private bool _hasFraction;

    public string Name => name;

    /// <summary>How many rows have a value.</summary>
    public long Count { get; private set; }

    private CellType Type => _first?.Type switch
    {
        null => CellType.Number,
        CellType.Number when !_hasFraction => CellType.Integer,
        { } type => type,
    };

    /// <summary>Looks at a value.</summary>
    /// <param name="json">Stands at it.</param>
    /// <param name="line">Where it is.</param>
    /// <param name="isGiven">Whether the kind of the column was given by the user, so that values of several types may be in it.</param>
    /// <exception cref="DataException">It is of another type than the values before.</exception>
    public void Look(ref Utf8JsonReader json, JsonLineReader line, bool isGiven)
    {
        if (json.TokenType == JsonTokenType.Null) return;
        var type = json.TokenType switch
        {
            JsonTokenType.Number => CellType.Number,
            JsonTokenType.String => CellType.Text,
            _ => CellType.Truth,
        };
        Count++;
        if (type == CellType.Number && !_hasFraction) _hasFraction = !json.TryGetInt64(out _);
        if (_first is null) _first = (type, Shown(ref json), line.Place);
        else if (_first.Value.Type != type && !isGiven) throw Mixed(_first.Value, Shown(ref json), line);
        else if (_first.Value.Type != type) _hasFraction = true;
    }

    /// <summary>The column of the source.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="options">What the user wants.</param>
    public RowColumn ToColumn(long rows, RowSourceOptions options) => CellColumns.Of(name, Type, Count < rows, options);

    private DataException Mixed((CellType Type, string Value, string Place) first, string value, JsonLineReader line) =>
        new($"{line.Place}, column '{name}': {value}, but {first.Value} before ({first.Place}). Correct it, or set the column's kind in "
            + $"{nameof(RowSourceOptions)}.{nameof(RowSourceOptions.Types)}.");

    private static string Shown(ref Utf8JsonReader json)
    {
        const int most = 40;
        if (json.TokenType is JsonTokenType.True or JsonTokenType.False) return $"the truth value {(json.GetBoolean() ? "true" : "false")}";
        var text = json.TokenType == JsonTokenType.String ? json.GetString()! : Encoding.UTF8.GetString(json.ValueSpan);
        var what = json.TokenType == JsonTokenType.String ? "the text" : "the number";
        return $"{what} '{(text.Length > most ? text[..most] + "…" : text)}'";
    }
}
