namespace OnnxTrain;

/// <summary>Proves that an exported file computes in ONNX Runtime what the model computes natively.</summary>
public static class OnnxVerifier
{
    /// <summary>
    /// Runs a file beside the model it was exported from, on rows: in batches of 1, 3 and 7 rows and on the whole
    /// set, with ONNX Runtime's graph optimizations off and on.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="data">Rows with the features that the model takes, one column for each input; for a <see cref="DataModel"/> of
    /// columns a table that has them, of which the target may be missing.</param>
    /// <param name="options">Tolerances, batch sizes, provider; the defaults suit most models.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <returns>What was found. A file that does not load is reported too, not thrown.</returns>
    /// <exception cref="DataException">A table lacks a column, or holds what the model does not take.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model's inputs.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ExecutionProviderException">CUDA was asked for and is not there.</exception>
    /// <exception cref="OperationCanceledException">The verification was cancelled.</exception>
    public static VerificationReport Verify(
        Model model, string path, IRowSource data, VerificationOptions? options = null, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        return Verify(model, path, VerificationData.Of(model, data), options, progress, cancellationToken);
    }

    /// <summary>
    /// Runs a file beside the model it was exported from, on the first rows, node by node: every value that a node of the
    /// file computes in ONNX Runtime, optimizations off, against the model's value of the same name, in the order in which they run. The
    /// report names the first node that differs, and why it may; the node can be saved by itself, to be run again.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="data">Rows with the features that the model takes, one column for each input; for a <see cref="DataModel"/> of
    /// columns a table that has them, of which the target may be missing.</param>
    /// <param name="options">Tolerances, rows, how the file was exported, where to save; the defaults suit most models.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <returns>What was found. A file that does not load is reported too, not thrown.</returns>
    /// <exception cref="DataException">A table lacks a column, or holds what the model does not take.</exception>
    /// <exception cref="ArgumentException">The data do not fit the model's inputs, or an option is wrong: the folder to save in holds
    /// something else.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The first difference could not be saved.</exception>
    /// <exception cref="ExecutionProviderException">CUDA was asked for and is not there.</exception>
    /// <exception cref="OperationCanceledException">The verification was cancelled.</exception>
    public static NodeVerificationReport VerifyNodes(
        Model model, string path, IRowSource data, NodeVerificationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        return VerifyNodes(model, path, VerificationData.Of(model, data), options, cancellationToken);
    }

    internal static VerificationReport Verify(
        Model model, string path, VerificationData data, VerificationOptions? options, IProgress<RowProgress>? progress,
        CancellationToken cancellationToken)
    {
        options ??= new();
        options.Check();
        RequireFile(path);
        using var verification = new Verification(model, path, data, options);
        return verification.Run(progress, cancellationToken);
    }

    internal static NodeVerificationReport VerifyNodes(
        Model model, string path, VerificationData data, NodeVerificationOptions? options, CancellationToken cancellationToken)
    {
        options ??= new();
        options.Check();
        RequireFile(path);
        return new NodeVerification(model, path, data, options).Run(cancellationToken);
    }

    private static void RequireFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{Path.GetFullPath(path)}' to verify.", path);
    }
}
