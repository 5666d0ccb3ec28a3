namespace OnnxTrain.Cli;

/// <summary>Reads the rows of <see cref="PartRows"/>.</summary>
internal sealed class PartReader(IReadOnlyList<IRowSource> parts, RowColumn[] columns) : IRowReader
{
    private IRowReader? _reader;
    private RowBlock? _block;
    private int _part;
    private long _start, _position;

    public void Read(ReadOnlySpan<long> rows, RowBlock block) => throw ForwardOnly.Refusal();

    public int Read(long first, int count, RowBlock block)
    {
        ForwardOnly.Require(first, _position);
        _position = first;
        var filled = 0;
        while (filled < count && _part < parts.Count)
        {
            var rest = _start + parts[_part].RowCount!.Value - _position;
            if (rest <= 0)
            {
                Next();
                continue;
            }

            filled += Read((int)Math.Min(count - filled, rest), block, filled);
        }

        return filled;
    }

    public void Dispose() => _reader?.Dispose();

    private void Next()
    {
        _reader?.Dispose();
        (_reader, _block) = (null, null);
        _start += parts[_part++].RowCount!.Value;
    }

    private int Read(int count, RowBlock block, int to)
    {
        var part = parts[_part];
        if (_reader is null || _block!.Capacity < count)
        {
            int[] places = [.. columns.Select(column => PartRows.PlaceIn(part, column.Name))];
            _reader ??= part.Open(places);
            _block = new([.. places.Select(place => part.Columns[place])], block.Capacity);
        }

        var read = _reader.Read(_position - _start, count, _block);
        for (var c = 0; c < columns.Length; c++) Copy(_block, block, c, read, to);
        _position += read;
        return read;
    }

    private static void Copy(RowBlock from, RowBlock to, int column, int count, int at)
    {
        if (from.Columns[column].ElementType == to.Columns[column].ElementType)
        {
            for (var row = 0; row < count; row++) to.Copy(from, column, row, column, at + row);
            return;
        }

        var whole = from.Values<long>(column);
        var numbers = to.Values<double>(column);
        for (var row = 0; row < count; row++) numbers[at + row] = whole[row];
    }
}
