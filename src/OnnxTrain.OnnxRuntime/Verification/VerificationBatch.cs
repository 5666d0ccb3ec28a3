namespace OnnxTrain;

/// <summary>Rows that are run at once: <paramref name="Count"/> from <paramref name="Start"/> on; after the last comes the first.</summary>
internal readonly record struct VerificationBatch(int Start, int Count)
{
    private const int ElementsAtOnce = 1 << 22, FewestRows = 8;

    /// <summary>
    /// How many rows of a model run at once at most: the fewer, the larger its rows are, since what layers make of images takes many times
    /// their memory.
    /// </summary>
    public static int MostRows(Model model)
    {
        var elements = model.Features.Sum(feature =>
            feature.Shape.Skip(1).Where(axis => axis.IsFixed).Aggregate(1L, (product, axis) => product * axis.Size));
        return (int)Math.Max(ElementsAtOnce / Math.Max(elements, 1), FewestRows);
    }

    /// <summary>
    /// Some batches of each small size, spread over all rows; then all rows, in parts if they are many. A model whose axis of
    /// rows is a number gets batches of that number only.
    /// </summary>
    public static IEnumerable<VerificationBatch> Of(int rows, Dimension axis, VerificationOptions options, int most = int.MaxValue)
    {
        var sizes = axis.IsFixed ? [] : options.BatchSizes.Distinct();
        foreach (var size in sizes)
        {
            var batches = Math.Clamp(options.RowsPerBatchSize / size, 1, Math.Max(1, rows / size));
            for (long i = 0; i < batches; i++) yield return new((int)(i * rows / batches), size);
        }

        var part = axis.IsFixed ? checked((int)axis.Size) : Math.Min(options.LargestBatch, most);
        for (var start = 0; start < rows; start += part) yield return new(start, axis.IsFixed ? part : Math.Min(part, rows - start));
    }
}
