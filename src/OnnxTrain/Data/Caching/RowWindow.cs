namespace OnnxTrain;

/// <summary>Some rows of a mapped file in the order of their use.</summary>
internal sealed unsafe class RowWindow(int rowLength)
{
    // Rows of so many bytes of the file are fetched together.
    private const int RegionBytes = 1 << 18;

    private readonly int _rowsEach = Math.Max(1, RegionBytes / rowLength);
    private int[] _rows = [];
    private int[] _places = [];
    private byte[] _bytes = [];

    public int Count { get; private set; }

    public int RowAt(int place) => _rows[place];

    public ReadOnlySpan<byte> Row(int place) => _bytes.AsSpan(place * rowLength, rowLength);

    public void Clear() => Count = 0;

    /// <summary>Names the rows.</summary>
    public void Begin(ReadOnlySpan<int> rows)
    {
        Count = rows.Length;
        if (_rows.Length < Count) (_rows, _places, _bytes) = (new int[Count], new int[Count], new byte[Count * rowLength]);
        rows.CopyTo(_rows);
    }

    /// <summary>Copies the rows, in the order of the file.</summary>
    public void Fill(MappedBytes file)
    {
        // Places are sorted by the region of their row, in one pass that counts and one that places.
        var most = 0;
        foreach (var row in _rows.AsSpan(0, Count)) most = Math.Max(most, row);
        var ends = new int[(most / _rowsEach) + 2];
        foreach (var row in _rows.AsSpan(0, Count)) ends[(row / _rowsEach) + 1]++;
        for (var region = 1; region < ends.Length; region++) ends[region] += ends[region - 1];
        for (var i = 0; i < Count; i++) _places[ends[_rows[i] / _rowsEach]++] = i;
        var read = 0L;
        for (var i = 0; i < Count; i++)
        {
            var place = _places[i];
            new ReadOnlySpan<byte>(file.Start + ((long)_rows[place] * rowLength), rowLength).CopyTo(_bytes.AsSpan(place * rowLength));
            read += rowLength;
            if (read < RegionBytes) continue;
            file.Read(8 * read);
            read = 0;
        }
    }
}
