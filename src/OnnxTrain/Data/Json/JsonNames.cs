using System.Text;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>The keys of JSON objects as places of columns. Keys are expected in the order of the columns; any other is found.</summary>
internal sealed class JsonNames
{
    private readonly List<string> _names = [];
    private readonly List<byte[]> _utf8 = [];
    private readonly List<long> _lastRow = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly IReadOnlyCollection<string>? _ignored;
    private long _row;
    private int _next;

    private JsonNames(IReadOnlyCollection<string>? ignored) => _ignored = ignored;

    public IReadOnlyList<string> Names => _names;

    /// <summary>Finds the columns: each new key is one, unless it is ignored.</summary>
    public static JsonNames Growing(IEnumerable<string> ignored) => new(new HashSet<string>(ignored, StringComparer.Ordinal));

    /// <summary>Knows some columns; other keys are passed over.</summary>
    public static JsonNames Of(IEnumerable<string> names)
    {
        var known = new JsonNames(ignored: null);
        foreach (var name in names) known.Add(name);
        return known;
    }

    /// <summary>Begins an object.</summary>
    public void StartRow() => (_row, _next) = (_row + 1, 0);

    /// <summary>The place of the key that the reader stands at; −1 if it is no column.</summary>
    /// <exception cref="DataException">The object has the key twice.</exception>
    public int Find(ref Utf8JsonReader json, JsonLineReader line)
    {
        var column = _next < _names.Count && json.ValueTextEquals(_utf8[_next]) ? _next : Find(json.GetString()!);
        if (column < 0) return -1;
        if (Has(column)) throw new DataException($"{line.Place}: the key '{_names[column]}' occurs twice.");
        _lastRow[column] = _row;
        _next = column + 1;
        return column;
    }

    /// <summary>Whether the object has a value, or null, for a column.</summary>
    public bool Has(int column) => _lastRow[column] == _row;

    private int Find(string name)
    {
        if (_places.TryGetValue(name, out var column)) return column;
        return _ignored is null || _ignored.Contains(name) ? -1 : Add(name);
    }

    private int Add(string name)
    {
        _places.Add(name, _names.Count);
        _names.Add(name);
        _utf8.Add(Encoding.UTF8.GetBytes(name));
        _lastRow.Add(0);
        return _names.Count - 1;
    }
}
