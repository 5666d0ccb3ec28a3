namespace OnnxTrain;

/// <summary>
/// Assertions for test suites of any framework: they throw <see cref="VerificationException"/>, whose message says everything.
/// </summary>
public static class OnnxAssert
{
    /// <summary>The file computes what the model computes on the rows of a table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file that it was exported to.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">Tolerances, batch sizes, provider.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="VerificationException">It does not.</exception>
    public static VerificationReport Equivalent(Model model, string path, CsvTable table, VerificationOptions? options = null) =>
        OnnxVerifier.Verify(model, path, table, options).ThrowIfDifferent();

    /// <summary>The file computes what the model computes on rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file that it was exported to.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">Tolerances, batch sizes, provider.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="VerificationException">It does not.</exception>
    public static VerificationReport Equivalent(Model model, string path, IRowSource data, VerificationOptions? options = null) =>
        OnnxVerifier.Verify(model, path, data, options).ThrowIfDifferent();

    /// <summary>Exported to a temporary file, which is deleted afterwards, the model computes the same on the rows of a table.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">Tolerances, batch sizes, provider.</param>
    /// <param name="export">How the file is written.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="VerificationException">It does not.</exception>
    /// <exception cref="ExportException">The model cannot be exported.</exception>
    public static VerificationReport Equivalent(
        Model model, CsvTable table, VerificationOptions? options = null, ExportOptions? export = null) =>
        Exported(model, export, path => Equivalent(model, path, table, options));

    /// <summary>Exported to a temporary file, which is deleted afterwards, the model computes the same on rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">Tolerances, batch sizes, provider.</param>
    /// <param name="export">How the file is written.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="VerificationException">It does not.</exception>
    /// <exception cref="ExportException">The model cannot be exported.</exception>
    public static VerificationReport Equivalent(
        Model model, IRowSource data, VerificationOptions? options = null, ExportOptions? export = null) =>
        Exported(model, export, path => Equivalent(model, path, data, options));

    private static VerificationReport Exported(Model model, ExportOptions? export, Func<string, VerificationReport> verify)
    {
        ArgumentNullException.ThrowIfNull(model);
        var folder = Directory.CreateTempSubdirectory("onnxtrain-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.onnx");
            model.ExportOnnx(path, export);
            return verify(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
