namespace OnnxTrain;

/// <summary>Some rows of a table, one after the other.</summary>
/// <param name="Table">The table.</param>
/// <param name="Start">The first row.</param>
/// <param name="Count">How many.</param>
/// <param name="Images">How paths of images become images, where a column holds some.</param>
internal readonly record struct TableBlock(CsvTable Table, int Start, int Count, ImagePaths? Images = null)
{
    private const int RowsAtOnce = 1024;

    /// <summary>All rows of a table, in blocks.</summary>
    public static IEnumerable<TableBlock> Of(CsvTable table, ImagePaths? images, int rowsAtOnce = RowsAtOnce)
    {
        for (var start = 0; start < table.RowCount; start += rowsAtOnce)
            yield return new(table, start, Math.Min(rowsAtOnce, table.RowCount - start), images);
    }

    /// <summary>Where a row of the block is, for messages.</summary>
    public string Place(int row) => Table.PlaceOf(Start + row);
}
