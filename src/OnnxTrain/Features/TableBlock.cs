namespace OnnxTrain;

/// <summary>Consecutive rows of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Images">How paths of images are read, if a column holds any.</param>
internal readonly record struct TableBlock(CsvTable Table, int Start, int Count, ImagePaths? Images = null)
{
    private const int RowsAtOnce = 1024, FilesAtOnce = 32;

    /// <summary>All rows of a table, in blocks.</summary>
    public static IEnumerable<TableBlock> Of(CsvTable table, ImagePaths? images, int rowsAtOnce = RowsAtOnce)
    {
        for (var start = 0; start < table.RowCount; start += rowsAtOnce)
            yield return new(table, start, Math.Min(rowsAtOnce, table.RowCount - start), images);
    }

    /// <summary>All rows of a table, in blocks that suit the features read from them: fewer rows at once where a row names a
    /// file.</summary>
    public static IEnumerable<TableBlock> Of(CsvTable table, ImagePaths? images, IEnumerable<Feature> features) =>
        Of(table, images, RowsFor(features));

    /// <summary>The number of rows in a block that suits features.</summary>
    public static int RowsFor(IEnumerable<Feature> features) =>
        features.Any(feature => feature is ImageFeature) ? FilesAtOnce : RowsAtOnce;

    /// <summary>The position of a row of the block, for error messages.</summary>
    public string Place(int row) => Table.PlaceOf(Start + row);
}
