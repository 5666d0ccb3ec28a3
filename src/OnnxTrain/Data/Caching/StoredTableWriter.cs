namespace OnnxTrain;

/// <summary>Writes a table to an Arrow file, a part after the other.</summary>
internal sealed class StoredTableWriter
{
    private const int RowsAtOnce = 4096;

    private readonly ArrowWriter _writer;
    private readonly ColumnInfo[] _columns;
    private readonly int[] _exact;
    private readonly Dictionary<string, int>?[] _codes;
    private readonly RowBlock _block;
    private int _filled;

    public StoredTableWriter(ArrowWriter writer, TableInfo info)
    {
        (_writer, _columns) = (writer, info.Columns);
        _exact = [.. Enumerable.Range(0, _columns.Length).Where(c => _columns[c].IsExact)];
        var columns = info.ToArrow();
        _block = new([.. columns.Select(column => column.Column)], RowsAtOnce);
        _codes = Array.ConvertAll(columns, column => column.IsCoded ? NewCodes() : null);
    }

    public long Rows => _writer.Rows + _filled;

    /// <summary>The texts of a column so far, the missing one first; null if it has none.</summary>
    public IReadOnlyCollection<string>? TextsOf(int column) => _codes[column]?.Keys;

    /// <param name="part">The columns of consecutive rows.</param>
    /// <param name="lines">Their lines.</param>
    public void Add(CsvColumn[] part, ReadOnlySpan<int> lines)
    {
        var places = Array.ConvertAll(part, column => new int[column.TextsOfCodes.Length]);
        for (var c = 0; c < part.Length; c++)
        {
            var texts = part[c].TextsOfCodes;
            for (var code = 0; code < texts.Length; code++) places[c][code] = CodeOf(c, texts[code]);
            _columns[c].Missing += part[c].MissingCount;
            foreach (var (text, count) in part[c].MissingTexts)
                _columns[c].MissingTexts[text] = _columns[c].MissingTexts.GetValueOrDefault(text) + count;
        }

        for (int first = 0, some; first < lines.Length; first += some)
        {
            some = Math.Min(lines.Length - first, RowsAtOnce - _filled);
            for (var c = 0; c < part.Length; c++) Copy(part[c], c, places[c], first, some);
            lines.Slice(first, some).CopyTo(_block.Values<int>(part.Length)[_filled..]);
            for (var i = 0; i < _exact.Length; i++) CopySpellings(part[_exact[i]], part.Length + 1 + i, first, some);
            _filled += some;
            if (_filled == RowsAtOnce) Flush();
        }
    }

    /// <summary>Writes the last rows, and returns the texts of the coded columns.</summary>
    public IReadOnlyList<string[]> Finish()
    {
        if (_filled > 0) Flush();
        return [.. _codes.OfType<Dictionary<string, int>>().Select(codes => codes.Keys.ToArray())];
    }

    private static Dictionary<string, int> NewCodes() => new(StringComparer.Ordinal) { [""] = 0 };

    private void Flush()
    {
        _writer.Write(_block, _filled);
        _filled = 0;
    }

    private int CodeOf(int column, string text)
    {
        var codes = _codes[column]!;
        if (!codes.TryGetValue(text, out var code)) codes.Add(text, code = codes.Count);
        return code;
    }

    private void Copy(CsvColumn column, int c, int[] places, int first, int count)
    {
        if (column.Kind == ColumnKind.Numeric)
        {
            column.ReadNumbers(first, count).CopyTo(_block.Values<double>(c)[_filled..]);
            return;
        }

        var codes = column.ReadCodes(first, count);
        var target = _block.Values<int>(c)[_filled..];
        for (var i = 0; i < count; i++) target[i] = codes[i] == CsvColumn.NoCode ? 0 : places[codes[i]];
    }

    private void CopySpellings(CsvColumn column, int place, int first, int count)
    {
        var target = _block.Values<int>(place)[_filled..];
        for (var i = 0; i < count; i++) target[i] = column.SpellingOf(first + i) is { } text ? CodeOf(place, text) : 0;
    }
}
