namespace OnnxTrain;

/// <summary>
/// Copies rows of a table: numbers as float64, NaN where one is missing; values of time as ticks, −1 where one is missing; and texts, ""
/// where one is missing.
/// </summary>
internal sealed class CsvRowReader(CsvTable table, int[] columns) : IRowReader
{
    public static RowColumn[] Columns(CsvTable table) =>
    [
        .. table.Columns.Select(c =>
            new RowColumn(c.Name, TypeOf(c), Shape.Scalar)
            {
                Kind = c.HoldsSeconds ? ColumnKind.Duration : c.Kind,
            }),
    ];

    private static ElementType TypeOf(CsvColumn column) => column.Kind == ColumnKind.Numeric ? ElementType.Float64
        : AreTicks(column) ? ElementType.Int64
        : ElementType.String;

    private static bool AreTicks(CsvColumn column) => column is { HoldsTicks: true, Kind: ColumnKind.Time };

    public void Read(ReadOnlySpan<long> rows, RowBlock block)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var column = table.Columns[columns[i]];
            if (column.Kind == ColumnKind.Numeric) column.GatherNumbers(rows, block.Values<double>(i));
            else if (AreTicks(column)) Gather(rows, block.Values<long>(i), row => column.Ticks(row, column.TimeForms[0]));
            else Gather(rows, block.Values<string>(i), column.Text);
        }
    }

    public int Read(long first, int count, RowBlock block)
    {
        count = (int)Math.Clamp(table.RowCount - first, 0, count);
        for (var i = 0; i < columns.Length && count > 0; i++)
        {
            var column = table.Columns[columns[i]];
            if (column.Kind == ColumnKind.Numeric) column.ReadNumbers((int)first, count).CopyTo(block.Values<double>(i));
            else if (AreTicks(column))
                for (var row = 0; row < count; row++) block.Values<long>(i)[row] = column.Ticks((int)first + row, column.TimeForms[0]);
            else column.CopyTexts((int)first, block.Values<string>(i)[..count]);
        }

        return count;
    }

    private static void Gather<T>(ReadOnlySpan<long> rows, Span<T> values, Func<int, T> value)
    {
        for (var i = 0; i < rows.Length; i++) values[i] = value((int)rows[i]);
    }

    public void Dispose()
    {
    }
}
