using System.Text;

namespace OnnxTrain;

/// <summary>
/// The texts of those cells of a column of numbers that are written in another way than the number itself, such as <c>1.0</c> or
/// <c>1e5</c>. All others follow from the numbers.
/// </summary>
internal sealed class Spellings
{
    private int[] _rows = [], _ends = [];
    private byte[] _bytes = [];

    public int Count { get; private set; }

    /// <summary>The row of a spelling; they ascend.</summary>
    public int RowOf(int index) => _rows[index];

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Adds the spelling of a row after the last.</summary>
    public void Add(int row, ReadOnlySpan<byte> text)
    {
        const int first = 16;
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(first, 2 * Count));
            Array.Resize(ref _ends, Math.Max(first, 2 * Count));
        }

        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (_bytes.Length - start < text.Length)
            Array.Resize(ref _bytes, Math.Max(checked(start + text.Length), (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        text.CopyTo(_bytes.AsSpan(start));
        (_rows[Count], _ends[Count]) = (row, start + text.Length);
        Count++;
    }

    /// <summary>The place of a row's spelling; negative if its text is that of the number.</summary>
    public int IndexOf(int row) => Array.BinarySearch(_rows, 0, Count, row);

    /// <summary>The text of a row; null if it is that of the number.</summary>
    public string? TextOf(int row) => IndexOf(row) is var index and >= 0 ? Encoding.UTF8.GetString(this[index]) : null;

    /// <summary>The spellings of some rows, in their order.</summary>
    public Spellings Select(ReadOnlySpan<int> rows)
    {
        var selected = new Spellings();
        var next = 0;
        for (var i = 0; i < rows.Length && Count > 0; i++)
        {
            // Rows mostly ascend: then the next spelling is near.
            if (next > 0 && _rows[next - 1] >= rows[i])
            {
                var found = IndexOf(rows[i]);
                next = found >= 0 ? found : ~found;
            }

            while (next < Count && _rows[next] < rows[i]) next++;
            if (next < Count && _rows[next] == rows[i]) selected.Add(i, this[next]);
        }

        return selected;
    }
}
