namespace OnnxTrain;

/// <summary>One input column of a <see cref="TabularModel"/> and what was learned of it from the training rows.</summary>
/// <param name="Name">The column, and the input of the file.</param>
/// <param name="Kind">Numbers, categories or truth values.</param>
/// <param name="Scale">How numbers are scaled.</param>
/// <param name="Categories">The categories seen in training; any other gives zeros.</param>
/// <param name="Encoding">How categories become features.</param>
internal sealed record TabularColumn(
    string Name, ColumnKind Kind, NumberScale Scale, IReadOnlyList<string> Categories, CategoryEncoding Encoding)
{
    public bool IsNumeric => Kind == ColumnKind.Numeric;

    /// <summary>How many features the column becomes.</summary>
    public int Width => IsNumeric ? 1 : Encoding.Width(Categories.Count);

    /// <summary>The input of the graph: [batch, 1], float32 or string.</summary>
    public Value ToInput() => Value.Input(Name, IsNumeric ? ElementType.Float32 : ElementType.String, ["batch", 1]);

    /// <summary>Learns what preprocessing needs from a column of the training rows.</summary>
    public static TabularColumn Fit(CsvTable table, CsvColumn column, TabularOptions options)
    {
        var (name, kind) = (column.Name, column.Kind);
        if (column.MissingCount == column.Count)
            throw new DataException(
                $"Column '{name}': every value is missing, so there is nothing to learn from it; leave the column out (--ignore {name}).");
        if (kind == ColumnKind.Numeric)
            return new(name, kind, NumberScale.Fit(options.ScalingOf(name), table, column), [], CategoryEncoding.OneHot);

        // A missing value that occurs in training tells something, and is a category of its own.
        string[] categories = [.. column.MissingCount > 0 ? [""] : Array.Empty<string>(), .. column.Categories];
        return new(name, kind, NumberScale.None, categories, options.EncodingOf(name));
    }

    /// <summary>The column's values of a table as the graph takes them.</summary>
    public TensorData Read(CsvTable table)
    {
        var column = table[Name];
        Shape shape = [table.RowCount, 1];
        if (IsNumeric)
            return TensorData.Of(column.Kind == ColumnKind.Numeric ? column.Numbers : throw NotNumbers(column, table), shape);
        if (column.Kind != ColumnKind.Numeric)
            return TensorData.Of(column.Strings, shape);
        return TensorData.Of<string>(
            [.. Enumerable.Range(0, table.RowCount).Select(row => column.IsMissing(row) ? "" : column.Text(row))],
            shape);
    }

    private DataException NotNumbers(CsvColumn column, CsvTable table)
    {
        if (column.MissingCount == column.Count) return new($"Column '{Name}': every value is missing; the model takes numbers there.");
        var row = Enumerable.Range(0, column.Count).First(r => !column.IsMissing(r));
        return new($"{table.Name}, line {table.LineOf(row)}: column '{Name}' holds '{column.Text(row)}'; the model takes numbers there.");
    }
}
