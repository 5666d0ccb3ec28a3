namespace OnnxTrain;

/// <summary>Finds the columns of a table that a model should probably not learn from.</summary>
internal static class ColumnReport
{
    /// <summary>With fewer rows, distinct values do not indicate an identifier.</summary>
    private const int FewestRows = 10;

    public static List<ColumnWarning> Of(CsvTable table)
    {
        var warnings = new List<ColumnWarning>();
        foreach (var column in table.Columns)
        {
            if (Issue(column) is var (issue, reason))
            {
                var message = $"{table.Name}, column '{column.Name}' {reason}. Leave it out with Without(\"{column.Name}\").";
                warnings.Add(new(column.Name, issue, message));
            }
        }

        return warnings;
    }

    private static (ColumnIssue Issue, string Reason)? Issue(CsvColumn column)
    {
        if (column.MissingCount == column.Count) return (ColumnIssue.AllMissing, "has no value in any row");

        if (column.Count > 1 && column.IsConstant) return (ColumnIssue.Constant, $"has only one value, '{FirstText(column)}'");

        if (IsIndex(column)) return (ColumnIssue.Identifier, "has no name and numbers the rows");

        if (column.Count < FewestRows || column.MissingCount > 0) return null;

        return column.Kind switch
        {
            ColumnKind.Categorical when column.DistinctCount == column.Count =>
                (ColumnIssue.Identifier, "has a different text in every row, so it identifies the rows"),
            ColumnKind.Numeric when NamedLikeId(column.Name) && AscendingIntegers(column) =>
                (ColumnIssue.Identifier, "has integers in ascending order and the name of an identifier"),
            _ => null,
        };
    }

    private static string FirstText(CsvColumn column) =>
        column.Text(Enumerable.Range(0, column.Count).First(row => !column.IsMissing(row)));

    /// <summary>Whether a column is an index that pandas wrote without a name.</summary>
    private static bool IsIndex(CsvColumn column) =>
        column is { Kind: ColumnKind.Numeric, Count: > 1, MissingCount: 0 }
        && column.Name.StartsWith("Unnamed: ", StringComparison.Ordinal)
        && AscendingIntegers(column);

    // Gaps are allowed: rows may have been left out.
    private static bool AscendingIntegers(CsvColumn column)
    {
        var (isAscending, last) = (true, double.NegativeInfinity);
        column.ForEachNumber((_, numbers) =>
        {
            foreach (var number in numbers)
            {
                isAscending &= double.IsInteger(number) && number > last;
                last = number;
            }

            return isAscending;
        });
        return isAscending;
    }

    private static bool NamedLikeId(string name) =>
        name.Trim(' ', '_', '.', '#').ToUpperInvariant() is "" or "ID" or "INDEX" or "KEY" or "ROW" or "NR" or "NO" or "NUMBER"
            or "ROWNAMES" or "ROW_NAMES" or "ROW_NUMBER" or "UNNAMED: 0"
        || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(" id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal)
        || name.EndsWith("ID", StringComparison.Ordinal);
}
