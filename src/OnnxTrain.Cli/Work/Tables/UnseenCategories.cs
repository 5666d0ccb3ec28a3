namespace OnnxTrain.Cli;

/// <summary>
/// Finds texts that a model takes as unknown or missing: categories that it did not see in training, and texts that are no times.
/// </summary>
/// <param name="description">What the file says of its features; null for one that says nothing.</param>
internal sealed class UnseenCategories(ModelDescription? description)
{
    private const int Shown = 3;

    private readonly Dictionary<Feature, (SortedSet<string> Texts, long Rows)> _unseen = [];

    /// <summary>One line for each column that has some; none for a file that does not tell its categories.</summary>
    public IEnumerable<string> Warnings => _unseen.Select(column => Warning(column.Key, column.Value.Texts, column.Value.Rows));

    /// <summary>Looks at rows of a table.</summary>
    public void Add(CsvTable part)
    {
        foreach (var feature in description?.Features ?? [])
        {
            if (feature is not ImageFeature && part[feature.Name] is { Kind: not ColumnKind.Numeric, HoldsTicks: false } column)
                Add(feature, column, description!.MissingValues ?? part.MissingValues);
        }
    }

    private void Add(Feature known, CsvColumn column, IReadOnlyList<string> missing)
    {
        var isCategory = known is CategoryFeature;
        var unseen = column.Categories.Where(text => !known.TakesText(text) && (isCategory || !missing.Contains(text))).ToHashSet();
        if (unseen.Count == 0) return;
        var (texts, rows) = _unseen.TryGetValue(known, out var before) ? before : (new(StringComparer.Ordinal), 0);

        // Those that are told, and one that tells that there are more.
        texts.UnionWith(unseen);
        while (texts.Count > Shown + 1) texts.Remove(texts.Max!);
        _unseen[known] = (texts, rows + Enumerable.Range(0, column.Count).Count(row => unseen.Contains(column.Text(row))));
    }

    private static string Warning(Feature known, SortedSet<string> unseen, long rows)
    {
        var names = string.Join(", ", unseen.Take(Shown).Select(name => $"'{name}'")) + (unseen.Count > Shown ? " …" : "");
        return known is CategoryFeature
            ? $"column '{known.Name}': {Numbers.Count(rows, "row")} with a category that did not occur in training ({names}); the model "
                + "treats it as unknown."
            : $"column '{known.Name}': {Numbers.Count(rows, "row")} with a text that is not of the form of the {known.Kind}s in training "
                + $"({names}); the model treats it as missing{Wanted(known)}.";
    }

    private static string Wanted(Feature known) => known is TimeFeature { Format: { } format } ? $", and takes {format}" : "";
}
