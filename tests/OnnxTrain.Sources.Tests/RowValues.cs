namespace OnnxTrain.Sources.Tests;

/// <summary>Values of a row, as their columns have them.</summary>
internal static class RowValues
{
    public static (string Name, ElementType Type, object Value)[] Of(IRowSource rows, int row = 0)
    {
        var block = new RowBlock(rows.Columns, row + 1);
        using var reader = rows.Open([.. Enumerable.Range(0, rows.Columns.Count)]);
        Assert.Equal(row + 1, reader.Read(0, row + 1, block));
        return
        [
            .. rows.Columns.Select((column, c) => (column.Name, column.ElementType, column.ElementType switch
            {
                ElementType.String => block.Values<string>(c)[row],
                ElementType.Int64 => block.Values<long>(c)[row],
                _ => (object)block.Values<double>(c)[row],
            })),
        ];
    }
}
