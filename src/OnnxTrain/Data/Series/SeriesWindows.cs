namespace OnnxTrain;

/// <summary>
/// The windows of series as rows: <c>window</c>, float32 [window, series], the steps that are known, and <c>forecast</c>, float32 [horizon,
/// series], the steps after them. Consecutive rows begin one step apart.
/// </summary>
public sealed class SeriesWindows : IRowSource
{
    internal const string WindowColumn = "window", ForecastColumn = "forecast";

    private readonly int _first, _count;

    /// <param name="series">The series.</param>
    /// <param name="window">The number of known steps.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="first">The first step of the first window.</param>
    /// <param name="end">The step after the last one that is forecast.</param>
    internal SeriesWindows(TimeSeries series, int window, int horizon, int first, int end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        (Series, Window, Horizon, _first, _count) = (series, window, horizon, first, end - first - window - horizon + 1);
        if (first < 0 || _count < 1)
            throw new ArgumentException(
                $"{Math.Max(0, first < 0 ? end : end - first)} steps of {series.Name} are too few for a window of {window} steps and a "
                    + $"horizon of {horizon}; {window + horizon} are needed. Use a shorter window or horizon, or smaller other parts.");
    }

    /// <summary>The series.</summary>
    public TimeSeries Series { get; }

    /// <summary>The number of steps that a forecast is made from.</summary>
    public int Window { get; }

    /// <summary>The number of steps that are forecast.</summary>
    public int Horizon { get; }

    /// <inheritdoc/>
    public IReadOnlyList<RowColumn> Columns =>
    [
        new(WindowColumn, ElementType.Float32, [Window, Series.Names.Count]) { Role = RowRole.Feature, IsFinite = true },
        new(ForecastColumn, ElementType.Float32, [Horizon, Series.Names.Count]) { Role = RowRole.Target, IsFinite = true },
    ];

    /// <inheritdoc/>
    public long? RowCount => _count;

    /// <inheritdoc/>
    public bool IsRandomAccess => true;

    /// <summary>The values of all steps in the windows, [steps, series]: each step once.</summary>
    internal ReadOnlySpan<float> Steps
    {
        get
        {
            var width = Series.Names.Count;
            return Series.Values.Slice(_first * width, (_count + Window + Horizon - 1) * width);
        }
    }

    /// <inheritdoc/>
    public IRowReader Open(ReadOnlySpan<int> columns) => new Reader(this, columns.ToArray());

    /// <inheritdoc/>
    public string Fingerprint() => RowFingerprint.OfRows(this);

    private sealed class Reader(SeriesWindows windows, int[] columns) : IRowReader
    {
        public void Read(ReadOnlySpan<long> rows, RowBlock block)
        {
            for (var i = 0; i < rows.Length; i++) Copy(rows[i], block, i);
        }

        public int Read(long first, int count, RowBlock block)
        {
            var rows = RowRange.Of(first, count, windows._count);
            Read(rows, block);
            return rows.Length;
        }

        public void Dispose()
        {
        }

        private void Copy(long row, RowBlock block, int to)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, windows._count);
            var steps = windows.Steps;
            var width = windows.Series.Names.Count;
            for (var c = 0; c < columns.Length; c++)
            {
                var (start, length) = columns[c] == 0 ? ((int)row, windows.Window) : ((int)row + windows.Window, windows.Horizon);
                steps.Slice(start * width, length * width).CopyTo(block.Values<float>(c)[(to * length * width)..]);
            }
        }
    }
}
