namespace OnnxTrain;

/// <summary>Rows that are run at once: <paramref name="Count"/> from <paramref name="Start"/> on; after the last comes the first.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="IsOfWhole">Whether it is a part of the whole set, each row of which is in one such batch.</param>
internal readonly record struct VerificationBatch(int Start, int Count, bool IsOfWhole = false)
{
    // The golden ratio: multiples of it, less their whole part, spread evenly over 0 to 1, however many there are (Weyl, 1916).
    private const double Spread = 0.6180339887498949;

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
        foreach (var start in Starts(rows, part, options.TimeLimit is not null))
            yield return new(start, axis.IsFixed ? part : Math.Min(part, rows - start), IsOfWhole: true);
    }

    /// <summary>Where the parts of the whole set start: in order, or such that the first of them are spread over the set.</summary>
    private static IEnumerable<int> Starts(int rows, int part, bool isSpread)
    {
        var starts = Enumerable.Range(0, (int)(((long)rows + part - 1) / part)).Select(i => i * part);
        return isSpread ? starts.OrderBy(start => (start / part * Spread) % 1) : starts;
    }
}
