namespace OnnxTrain.Cli;

/// <summary>Writes a trained model, and gives the file the name asked for only once it is known to be right.</summary>
/// <param name="output">The file asked for.</param>
/// <param name="options">How to write it.</param>
/// <param name="verify">Runs a file beside the model; null to trust it unseen.</param>
internal sealed class Exporter(OutputFile output, ExportOptions options, Func<string, VerificationReport>? verify)
{
    /// <summary>
    /// Writes the model as it is before training and throws it away, so that an operator set, a folder or an execution
    /// provider that will not do is found before the work, not after.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="open">Opens a file as its users will.</param>
    public void Rehearse(Model model, Action<string> open)
    {
        model.ExportOnnx(output.TemporaryPath, options);
        if (verify is not null) open(output.TemporaryPath);
        File.Delete(output.TemporaryPath);
    }

    public ExportResult Run(Model model)
    {
        try
        {
            model.ExportOnnx(output.TemporaryPath, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, Rescue(model, e), e);
        }

        if (verify is null)
        {
            output.Commit();
            return new(null);
        }

        VerificationReport report;
        try
        {
            report = verify(output.TemporaryPath);
        }
        catch (Exception e)
        {
            return new(null, KeepUnverified(), e);
        }

        if (!report.IsEquivalent) return new(report, KeepUnverified());
        output.Commit();
        return new(report);
    }

    /// <summary>What was trained is written to the folder for temporary files, if the folder asked for cannot hold it.</summary>
    private string Rescue(Model model, Exception cause)
    {
        OutputFile.Delete(output.TemporaryPath);
        var folder = Directory.CreateTempSubdirectory($"{Tool.Name}-");
        var path = Path.Combine(folder.FullName, Path.GetFileName(output.Path));
        try
        {
            model.ExportOnnx(path, options);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            folder.Delete(recursive: true);
            throw new IOException(cause.Message, cause);
        }
    }

    /// <summary>The training is in this file: it must not be lost, and not be taken for good either.</summary>
    private string KeepUnverified()
    {
        var path = Path.ChangeExtension(output.Path, $".unverified{Path.GetExtension(output.Path)}");
        File.Move(output.TemporaryPath, path, overwrite: true);
        return path;
    }
}
