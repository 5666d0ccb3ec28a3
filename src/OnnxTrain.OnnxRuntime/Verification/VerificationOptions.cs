namespace OnnxTrain;

/// <summary>
/// How a file is verified. Two numbers a (native) and b (ONNX Runtime) are equivalent where |a − b| ≤ absolute + relative · |a|. For
/// predictions of a number, or of series, the absolute tolerance counts in standard deviations of the training rows: the units that the
/// network computes in, so that it means the same for lengths in metres and in millimetres. All else must be equal. NaN is no different
/// from NaN, nor an infinity from itself, but outputs must be finite where the features are.
/// </summary>
public sealed record VerificationOptions
{
    /// <summary>The absolute tolerance of float32 outputs.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-5;

    /// <summary>The relative tolerance of float32 outputs.</summary>
    public double RelativeTolerance { get; init; } = 1e-4;

    /// <summary>The absolute tolerance of float64 outputs.</summary>
    public double Float64AbsoluteTolerance { get; init; } = 1e-10;

    /// <summary>The relative tolerance of float64 outputs.</summary>
    public double Float64RelativeTolerance { get; init; } = 1e-9;

    /// <summary>The numbers of rows that the model is run with, besides the whole set at once; each at least 1.</summary>
    public IReadOnlyList<int> BatchSizes { get; init; } = [1, 3, 7];

    /// <summary>About how many rows, spread over the set, each of <see cref="BatchSizes"/> runs on.</summary>
    public int RowsPerBatchSize { get; init; } = 64;

    /// <summary>
    /// The whole set runs at once if it has no more rows than these, else in parts of so many; of large rows, such as images of 224 × 224
    /// pixels, fewer run at once.
    /// </summary>
    public int LargestBatch { get; init; } = 1024;

    /// <summary>
    /// Whether outputs may be NaN or infinite though the features are finite: for a model that yields such on purpose, such as a mask of
    /// −∞.
    /// </summary>
    public bool AllowNotFinite { get; init; }

    /// <summary>What ONNX Runtime computes with.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>The threads of ONNX Runtime; 0 lets it choose.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The time after which no further batch is started; null for none. Batches of the sizes <see cref="BatchSizes"/> run first, then rows
    /// spread over the set, so that what was compared by then is a sample of it: <see cref="VerificationReport.ComparedRows"/> tells how
    /// many. The first batches run in any case.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    internal void Check()
    {
        foreach (
            var tolerance in (ReadOnlySpan<double>)
                [AbsoluteTolerance, RelativeTolerance, Float64AbsoluteTolerance, Float64RelativeTolerance])
        {
            if (!double.IsFinite(tolerance) || tolerance < 0)
                throw new ArgumentException($"A tolerance of {tolerance} was given; tolerances are finite numbers, 0 or more.");
        }

        if (BatchSizes.FirstOrDefault(size => size < 1, 1) is var wrong && wrong < 1)
            throw new ArgumentException($"A batch size of {wrong} was given; batches have one row or more.");
        if (RowsPerBatchSize < 1 || LargestBatch < 1)
            throw new ArgumentException($"RowsPerBatchSize ({RowsPerBatchSize}) and LargestBatch ({LargestBatch}) must be 1 or more.");
        if (TimeLimit < TimeSpan.Zero) throw new ArgumentException($"A time limit of {TimeLimit} was given; it must be 0 or more.");
        if (Threads < 0) throw new ArgumentException($"{Threads} threads were asked for; 0 lets ONNX Runtime choose.");
    }

    internal (double Absolute, double Relative) Tolerance(ElementType type) =>
        type == ElementType.Float64 ? (Float64AbsoluteTolerance, Float64RelativeTolerance) : (AbsoluteTolerance, RelativeTolerance);
}
