namespace OnnxTrain.Cli;

/// <summary>Columns named on the command line.</summary>
internal static class ColumnNames
{
    /// <summary>All names that the texts may mean: each as a whole, and its parts between commas.</summary>
    public static IEnumerable<string> Candidates(IEnumerable<string> texts) =>
        texts.SelectMany(text => (IEnumerable<string>)[text, .. Parts(text)]).Distinct();

    /// <summary>The columns meant. A text that is a column's name is that column, commas included.</summary>
    /// <exception cref="DataException">There is no such column.</exception>
    public static IReadOnlyList<string> Resolve(IEnumerable<string> texts, CsvTable table) =>
    [
        .. texts
            .SelectMany(text => table.TryGetColumn(text) is null ? Parts(text) : [text])
            .Select(name => table[name].Name)
            .Distinct(),
    ];

    /// <summary>A name as it is typed.</summary>
    public static string Typed(string column) =>
        column.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-')) ? $"\"{column}\"" : column;

    private static string[] Parts(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
