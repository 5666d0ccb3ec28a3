using CsvHelper;

namespace OnnxTrain;

/// <summary>
/// The cells of one column as text, until its kind is known. They share one buffer: a string per cell would take several times the size of
/// the file.
/// </summary>
internal sealed class ColumnCells(string name)
{
    private readonly List<int> _ends = [];
    private char[] _text = new char[256];

    public string Name { get; } = name;

    public int Count => _ends.Count;

    public ReadOnlySpan<char> this[int row]
    {
        get
        {
            var start = row == 0 ? 0 : _ends[row - 1];
            return _text.AsSpan(start, _ends[row] - start);
        }
    }

    /// <summary>Appends a field of the reader's current record.</summary>
    public void Add(CsvReader reader, int field)
    {
        var start = Count == 0 ? 0 : _ends[^1];

        // UTF-8 never has fewer bytes than UTF-16 has characters.
        var most = reader.GetSpan(field).Length;
        if (_text.Length - start < most) Array.Resize(ref _text, Math.Max(start + most, 2 * _text.Length));

        _ends.Add(start + reader.GetChars(field, _text.AsSpan(start)));
    }
}
