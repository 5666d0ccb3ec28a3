namespace OnnxTrain;

/// <summary>Rows of any source as a table: columns of one number, text or truth value a row.</summary>
internal static class RowTable
{
    private const string Name = "rows";

    /// <exception cref="DataException">There are no rows, no such columns, or more rows than a table has.</exception>
    public static CsvTable Of(IRowSource source)
    {
        if (source is CsvTable whole) return whole;
        var columns = new List<CsvColumn>();
        for (var i = 0; i < source.Columns.Count; i++)
        {
            var column = source.Columns[i];
            if (column.RowShape.ElementCount == 1 && !column.ElementType.IsPacked()) columns.Add(Read(source, i, column));
        }

        if (columns.Count == 0)
            throw new DataException(
                $"The rows have no column of one value: {NameList.Quoted(source.Columns.Select(c => $"{c.Name}{c.RowText}"))}.");
        return columns[0].Count > 0
            ? new(Name, [.. columns], [.. Enumerable.Range(1, columns[0].Count)])
            : throw new DataException("There are no rows.");
    }

    private static CsvColumn Read(IRowSource source, int place, RowColumn column)
    {
        if (column.ElementType == ElementType.String) return new(column.Name, ColumnKind.Categorical, Values<string>(source, place));
        if (column.ElementType == ElementType.Bool)
            return new(column.Name, ColumnKind.Boolean, Array.ConvertAll(Values<bool>(source, place), value => value ? "true" : "false"));
        var numbers = new List<float>();
        float[] some = [];
        RowScan.Run(source, [place], (block, _, count) =>
        {
            if (some.Length == 0) some = new float[block.Capacity];
            block.Convert(0, count, some);
            numbers.AddRange(some.AsSpan(0, count));
        });
        return new(column.Name, [.. numbers]);
    }

    private static T[] Values<T>(IRowSource source, int place)
    {
        var values = new List<T>();
        RowScan.Run(source, [place], (block, _, count) => values.AddRange(block.Values<T>(0)[..count]));
        return [.. values];
    }
}
