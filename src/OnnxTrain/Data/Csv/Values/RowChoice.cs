namespace OnnxTrain;

/// <summary>Selected rows, shared by all columns of a table.</summary>
internal sealed class RowChoice(int[] rows)
{
    private readonly Dictionary<int[], int[]> _after = new(ReferenceEqualityComparer.Instance);

    public int[] Rows => rows;

    /// <summary>The rows of a source, of which other rows were selected before.</summary>
    public int[] After(int[] earlier)
    {
        if (!_after.TryGetValue(earlier, out var both)) _after.Add(earlier, both = CsvColumn.Pick(earlier, rows));
        return both;
    }
}
