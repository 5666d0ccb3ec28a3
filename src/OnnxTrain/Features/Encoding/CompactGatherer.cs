namespace OnnxTrain;

/// <summary>Unpacks rows into blocks.</summary>
internal sealed class CompactGatherer(CompactLayout layout, RowBytesReader reader, int[]? rows) : RowGatherer
{
    public override void Ahead(ReadOnlyMemory<int> wanted)
    {
        // Selected rows are read one by one.
        if (rows is null) reader.Ahead(wanted);
    }

    public override void Gather(ReadOnlySpan<long> wanted, RowBlock block, int column)
    {
        var numbers = block.Values<float>(column);
        for (var i = 0; i < wanted.Length; i++)
            layout.Unpack(reader.Row(rows is null ? wanted[i] : rows[wanted[i]]), numbers.Slice(i * layout.Width, layout.Width));
    }

    public override void Dispose() => reader.Dispose();
}
