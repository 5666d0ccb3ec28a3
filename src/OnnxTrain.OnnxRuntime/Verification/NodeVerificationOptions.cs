namespace OnnxTrain;

/// <summary>
/// How a file is verified node by node. Two numbers a (native) and b (ONNX Runtime) of a value whose largest |element| is s are equivalent
/// where |a − b| ≤ absolute · max(1, s) + relative · |a|: rounding errors grow with the numbers that are added up on the way.
/// </summary>
public sealed record NodeVerificationOptions
{
    /// <summary>Tolerances, provider and threads; batch sizes do not matter here.</summary>
    public VerificationOptions Comparison { get; init; } = new();

    /// <summary>How many rows are run; a model with a fixed number of rows is run with that many.</summary>
    public int Rows { get; init; } = 3;

    /// <summary>
    /// The first row that is run, counted from 0; such as the one where <see cref="OutputComparison.Worst"/> lies. After the last row comes
    /// the first.
    /// </summary>
    public int FirstRow { get; init; }

    /// <summary>
    /// How the file was exported; null to find out: the operator set and the outputs are read from the file, and of
    /// <see cref="ExportOptions.FoldBatchNormalization"/> and <see cref="ExportOptions.CollapseLinear"/> those are taken that give the
    /// file's names.
    /// </summary>
    public ExportOptions? Export { get; init; }

    /// <summary>
    /// A folder, new or empty or from an earlier verification, that the first node that differs is saved in; null to save nothing. It is
    /// laid out as the test data of ONNX backends are: <c>model.onnx</c> is that node alone, <c>test_data_set_0/input_0.pb</c> … hold its
    /// inputs and
    /// <c>output_0.pb</c> … what the model computes; <c>actual_0.pb</c> … are what ONNX Runtime computes, and README.txt tells the rest.
    /// </summary>
    public string? SaveFolder { get; init; }

    internal void Check()
    {
        if (Comparison is null)
            throw new ArgumentException("NodeVerificationOptions.Comparison is null; leave it out for the usual tolerances.");
        Comparison.Check();
        if (Rows < 1) throw new ArgumentException($"{Rows} rows were asked for; one row or more can be run.");
        if (FirstRow < 0) throw new ArgumentException($"The first row was to be {FirstRow}; rows are counted from 0.");
        if (SaveFolder is { } folder) NodeFolder.Check(folder);
    }
}
