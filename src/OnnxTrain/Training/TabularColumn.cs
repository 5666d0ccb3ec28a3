namespace OnnxTrain;

/// <summary>One input column of a <see cref="TabularModel"/> and what was learned of it from the training rows.</summary>
/// <param name="Name">The column, and the input of the file.</param>
/// <param name="Kind">Numbers, categories or truth values.</param>
/// <param name="Mean">The mean of the numbers; it also stands in for missing ones.</param>
/// <param name="Scale">The standard deviation of the numbers.</param>
/// <param name="Categories">The categories seen in training; any other, and a missing one, gives zeros.</param>
internal sealed record TabularColumn(string Name, ColumnKind Kind, double Mean, double Scale, IReadOnlyList<string> Categories)
{
    public bool IsNumeric => Kind == ColumnKind.Numeric;

    /// <summary>How many features the column becomes.</summary>
    public int Width => IsNumeric ? 1 : Categories.Count;

    /// <summary>The input of the graph: [batch, 1], float32 or string.</summary>
    public Value ToInput() => Value.Input(Name, IsNumeric ? ElementType.Float32 : ElementType.String, ["batch", 1]);

    /// <summary>Learns what preprocessing needs from a column of the training rows.</summary>
    public static TabularColumn Fit(CsvColumn column)
    {
        if (column.MissingCount == column.Count)
            throw new DataException($"Column '{column.Name}': every value is missing, so there is nothing to learn from it; leave the column out (--ignore {column.Name}).");
        if (column.Kind != ColumnKind.Numeric)
        {
            // A missing value that occurs in training tells something, and is a category of its own.
            string[] categories = [.. column.MissingCount > 0 ? [""] : Array.Empty<string>(), .. column.Categories];
            return new(column.Name, column.Kind, 0, 1, categories);
        }

        var (mean, variance, count) = (0.0, 0.0, 0);
        foreach (var number in column.Numbers)
        {
            if (float.IsNaN(number)) continue;
            count++;
            var delta = number - mean;
            mean += delta / count; // Welford (1962): exact also for columns far from zero
            variance += delta * (number - mean);
        }

        var deviation = Math.Sqrt(variance / count);
        return new(column.Name, column.Kind, mean, (float)deviation > 0 ? deviation : 1, []);
    }

    /// <summary>The column's values of a table as the graph takes them.</summary>
    public TensorData Read(CsvTable table)
    {
        var column = table[Name];
        Shape shape = [table.RowCount, 1];
        if (IsNumeric) return TensorData.Of(column.Kind == ColumnKind.Numeric ? column.Numbers : throw NotNumbers(column, table), shape);
        if (column.Kind != ColumnKind.Numeric) return TensorData.Of(column.Strings, shape);
        return TensorData.Of<string>([.. Enumerable.Range(0, table.RowCount).Select(row => column.IsMissing(row) ? "" : column.Text(row))], shape);
    }

    private DataException NotNumbers(CsvColumn column, CsvTable table)
    {
        if (column.MissingCount == column.Count) return new($"Column '{Name}': every value is missing; the model takes numbers there.");
        var row = Enumerable.Range(0, column.Count).First(r => !column.IsMissing(r));
        return new($"{table.Name}, line {table.LineOf(row)}: column '{Name}' holds '{column.Text(row)}'; the model takes numbers there.");
    }
}
