namespace OnnxTrain;

/// <summary>
/// Views of rows: parts, folds, orders and columns of a source, which is read only when the view is read. Views hold only row numbers, 8
/// bytes per row; <see cref="Cache"/> and <see cref="ToDataset"/> hold the rows themselves. A selection of rows of a
/// <see cref="CsvTable"/> is also a table.
/// </summary>
public static class RowViews
{
    private const ulong ShuffleUse = ulong.MaxValue - 3;

    /// <summary>Selects rows, in the given order. A row may occur more than once.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="rows">The rows to select, counted from 0.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static IRowSource Select(this IRowSource source, ReadOnlySpan<long> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        return RowSelection.Of(source, rows);
    }

    /// <summary>
    /// Splits the rows at random into two parts that keep their order; if the rows have labels, the classes have the same proportions in
    /// both. Equal seeds give equal splits, the same as <see cref="Dataset.Split"/>.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="fraction">The fraction of rows in the first part, between 0 and 1.</param>
    /// <param name="seed">The seed of the split.</param>
    /// <returns>The two parts; each row is in exactly one of them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">There are fewer than two rows.</exception>
    public static (IRowSource First, IRowSource Second) Split(this IRowSource source, double fraction, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        var classes = RowLabels.TryRead(source) ?? new int[RowRoles.RequireCount(source)];
        return Parts(source, RowSplit.Stratified(classes, fraction, seed));
    }

    /// <summary>Like <see cref="Split"/>, with the values of a column in the same proportions in both parts.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="column">A column with one value per row.</param>
    /// <param name="fraction">The fraction of rows in the first part, between 0 and 1.</param>
    /// <param name="seed">The seed of the split.</param>
    /// <returns>The two parts.</returns>
    /// <exception cref="ArgumentException">There is no such column, or there are fewer than two rows.</exception>
    /// <exception cref="DataException">A row has no value.</exception>
    public static (IRowSource First, IRowSource Second) SplitStratified(
        this IRowSource source, string column, double fraction, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Parts(source, RowSplit.Stratified(RowRanks.Read(source, column), fraction, seed));
    }

    /// <summary>
    /// Splits the rows at random so that all rows of a group, such as those of one patient, are in the same part. The size of the first
    /// part is as close to the fraction as the groups allow.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="column">A column with one value per row; equal values form a group.</param>
    /// <param name="fraction">The fraction of rows in the first part, between 0 and 1.</param>
    /// <param name="seed">The seed of the split.</param>
    /// <returns>The two parts.</returns>
    /// <exception cref="ArgumentException">There is no such column, or there are fewer than two groups.</exception>
    /// <exception cref="DataException">A row has no value.</exception>
    public static (IRowSource First, IRowSource Second) SplitByGroup(
        this IRowSource source, string column, double fraction, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Parts(source, GroupSplit.Of(RowRanks.Read(source, column), column, fraction, seed));
    }

    /// <summary>
    /// Splits the rows by time: the first part has the earliest rows, and every row of the second part is later than all of the first.
    /// </summary>
    /// <param name="source">The rows, in any order.</param>
    /// <param name="column">A column with one time per row: numbers, or strings in ordinal order, such as 2026-11-27T12:00.</param>
    /// <param name="fraction">The fraction of rows in the first part, between 0 and 1; rows of the same time are kept together.</param>
    /// <returns>The two parts, each in the order of the source.</returns>
    /// <exception cref="ArgumentException">There is no such column, or all rows have the same time.</exception>
    /// <exception cref="DataException">A row has no time.</exception>
    public static (IRowSource First, IRowSource Second) SplitByTime(this IRowSource source, string column, double fraction)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Parts(source, GroupSplit.ByTime(RowRanks.Times(source, column), column, fraction));
    }

    /// <summary>
    /// Splits the rows at random for cross-validation: each row is a test row in exactly one fold. If the rows have labels, the folds are
    /// stratified. They are the folds of <see cref="OnnxTrain.Folds"/>.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="k">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed of the split.</param>
    /// <returns>The k folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two folds, or more folds than rows.</exception>
    public static IReadOnlyList<(IRowSource Train, IRowSource Test)> Folds(this IRowSource source, int k, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        var classes = RowLabels.TryRead(source) ?? new int[RowRoles.RequireCount(source)];
        return [.. OnnxTrain.Folds.Stratified(classes, k, seed).Select(fold => Parts(source, ([.. fold.Train], [.. fold.Test])))];
    }

    /// <summary>Filters the rows by a condition.</summary>
    /// <typeparam name="T">The type of the column's elements.</typeparam>
    /// <param name="source">The rows.</param>
    /// <param name="column">A column with one value per row.</param>
    /// <param name="condition">Whether a row with such a value is kept.</param>
    /// <returns>A view; for a forward-only source its number of rows is not known.</returns>
    /// <exception cref="ArgumentException">There is no such column, or it holds elements of another type.</exception>
    public static IRowSource Where<T>(this IRowSource source, string column, Func<T, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(condition);
        var place = RowRanks.Place(source, column);
        var kind = source.Columns[place];
        if (kind.ElementType != ElementTypes.Of<T>() || kind.RowLength != 1)
            throw new ArgumentException(
                $"The column '{column}' is {kind.ElementType.Text()}{kind.RowText}; the condition takes one {ElementTypes.Of<T>().Text()}.",
                nameof(column));
        if (!source.IsRandomAccess) return new RowFilter<T>(source, place, condition);
        var rows = new List<long>();
        RowScan.Run(source, [place], (block, first, count) =>
        {
            var values = block.Values<T>(0);
            for (var i = 0; i < count; i++)
            {
                if (condition(values[i])) rows.Add(first + i);
            }
        });
        return RowSelection.Of(source, [.. rows]);
    }

    /// <summary>Shuffles the rows, in the same order each time they are read. Not needed for training, which shuffles itself.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <returns>A view.</returns>
    public static IRowSource Shuffle(this IRowSource source, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        var order = new int[RowRoles.RequireCount(source)];
        RowOrder.InOrder(order);
        RowShuffler.For(seed, ShuffleUse).Shuffle(order);
        return RowSelection.Of(source, Array.ConvertAll(order, row => (long)row));
    }

    /// <summary>
    /// Keeps rows in memory once they have been read, such as the resized pixels of images, up to a limit; the other rows are read again
    /// each time. A forward-only source is read completely now, and must fit.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="limit">The maximum number of bytes to keep.</param>
    /// <returns>A view; cache before splitting, rather than caching each part.</returns>
    /// <exception cref="DataException">The rows of a forward-only source do not fit.</exception>
    public static IRowSource Cache(this IRowSource source, long limit = 1L << 30)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return source is { IsRandomAccess: true, RowCount: not null } ? new RowCache(source, limit) : RowMemory.Read(source, limit);
    }

    /// <summary>
    /// Keeps rows in a file on disk, mapped into memory: for rows that are more than memory holds. The source is read once, from the first
    /// row to the last; then there is random access at the speed of memory, which training shuffles at. The file is an Arrow IPC file,
    /// which other programs read too. It is used again for the same rows: those of a file with the same size, time, start and end, or other
    /// rows with the same <see cref="IRowSource.Fingerprint"/>.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="folder">The folder of the file; it is created if it is missing.</param>
    /// <param name="memory">The most memory in bytes that pages of files may take in this process, where the system tells.</param>
    /// <param name="progress">Receives the progress of writing several times a second.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The rows. Delete <see cref="CachedRows.Path"/> when it is not needed any more.</returns>
    /// <exception cref="ArgumentException">The rows have several sizes, or types that a file cannot hold.</exception>
    /// <exception cref="DataException">The disk is full, or the folder cannot be written to; nothing is left there.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled; nothing is left of it.</exception>
    public static CachedRows CacheOnDisk(
        this IRowSource source, string folder, long memory = 1L << 28, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(memory);
        return RowCaching.Open(source, folder, memory, progress, cancellationToken);
    }

    /// <summary>Selects columns and their roles: the features for each input of a model, the target, the weight.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="features">The columns for the inputs of the model, in their order.</param>
    /// <param name="target">The column to predict, or null.</param>
    /// <param name="weight">The column of row weights, or null.</param>
    /// <returns>A view with only these columns.</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static IRowSource WithColumns(
        this IRowSource source, IReadOnlyList<string> features, string? target = null, string? weight = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(features);
        (string Name, RowRole Role)[] wanted =
        [
            .. features.Select(name => (name, RowRole.Feature)),
            .. target is null ? [] : new[] { (target, RowRole.Target) },
            .. weight is null ? [] : new[] { (weight, RowRole.Weight) },
        ];
        int[] places = [.. wanted.Select(column => RowRanks.Place(source, column.Name))];
        RowColumn[] columns =
        [
            .. wanted.Select((column, i) => source.Columns[places[i]] is var own && column.Role == RowRole.Target
                ? own with { Role = column.Role }
                : own with { Role = column.Role, Classes = 0 }),
        ];
        return new ColumnView(source, places, columns);
    }

    /// <summary>
    /// Splits the rows by size (<see cref="IRowSource.Sizes"/>), for operations on rows of one size. If all rows have one size, the only
    /// view is the source itself.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <returns>One view per size, in the order in which the sizes first occur; each keeps the order of the source.</returns>
    public static IReadOnlyList<IRowSource> BySize(this IRowSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Sizes is { } sizes ? [.. sizes.Rows().Select(rows => RowSelection.Of(source, rows))] : [source];
    }

    /// <summary>Reads all rows into memory: the columns with the roles of features, target and weight.</summary>
    /// <param name="source">The rows.</param>
    /// <returns>A new data set.</returns>
    /// <exception cref="ArgumentException">
    /// There is no target, the rows have several sizes, or a column has a type that data sets do not support.
    /// </exception>
    public static Dataset ToDataset(this IRowSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source as Dataset ?? RowMemory.ToDataset(source);
    }

    private static (IRowSource First, IRowSource Second) Parts(IRowSource source, (int[] First, int[] Second) parts) => (
        RowSelection.Of(source, Array.ConvertAll(parts.First, row => (long)row)),
        RowSelection.Of(source, Array.ConvertAll(parts.Second, row => (long)row)));
}
