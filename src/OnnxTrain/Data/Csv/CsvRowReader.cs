namespace OnnxTrain;

/// <summary>Copies rows of a table: numbers as float64, NaN where one is missing, and texts, "" where one is missing.</summary>
internal sealed class CsvRowReader(CsvTable table, int[] columns) : IRowReader
{
    public static RowColumn[] Columns(CsvTable table) =>
    [
        .. table.Columns.Select(c =>
            new RowColumn(c.Name, c.Kind == ColumnKind.Numeric ? ElementType.Float64 : ElementType.String, Shape.Scalar)
            {
                Kind = c.Kind,
            }),
    ];

    public void Read(ReadOnlySpan<long> rows, RowBlock block)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var column = table.Columns[columns[i]];
            if (column.Kind == ColumnKind.Numeric) RowRange.Gather(column.Numbers, rows, block.Values<double>(i));
            else Gather(column, rows, block.Values<string>(i));
        }
    }

    public int Read(long first, int count, RowBlock block)
    {
        count = (int)Math.Clamp(table.RowCount - first, 0, count);
        for (var i = 0; i < columns.Length && count > 0; i++)
        {
            var column = table.Columns[columns[i]];
            if (column.Kind == ColumnKind.Numeric) column.Numbers.Slice((int)first, count).CopyTo(block.Values<double>(i));
            else column.CopyTexts((int)first, block.Values<string>(i)[..count]);
        }

        return count;
    }

    private static void Gather(CsvColumn column, ReadOnlySpan<long> rows, Span<string> texts)
    {
        for (var i = 0; i < rows.Length; i++) texts[i] = column.Text((int)rows[i]);
    }

    public void Dispose()
    {
    }
}
