namespace OnnxTrain.Cli;

/// <summary>Writes a model to standard output in place of a file; all that is said goes to standard error.</summary>
internal static class StandardOutput
{
    /// <summary>The name that stands for it on the command line.</summary>
    public const string Name = "-";

    /// <summary>Trains and verifies with a file in the folder for temporary files, which is then copied.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="terminal">Where the bytes go, and what is said.</param>
    /// <param name="train">Trains a model into a file, saying so on a terminal.</param>
    /// <exception cref="ToolException">Standard output is a terminal.</exception>
    public static int Train(TrainRequest request, Terminal terminal, Func<TrainRequest, Terminal, int> train)
    {
        if (terminal.IsInteractive)
            throw new ToolException(
                "--output - writes the file to standard output, which is a terminal.", "Redirect it, as in: --output - > model.onnx");
        var folder = Directory.CreateTempSubdirectory($"{Tool.Name}-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.onnx");
            var code = train(request with { Output = path, OutputLabel = "standard output" }, terminal.OnError());
            if (!File.Exists(path)) return code;
            Copy(path, terminal);
            return code;
        }
        finally
        {
            // A file that could not be verified stays: its name was told.
            OutputFile.Delete(Path.Combine(folder.FullName, "model.onnx"));
            if (!folder.EnumerateFiles().Any()) folder.Delete();
        }
    }

    private static void Copy(string path, Terminal terminal)
    {
        using var file = File.OpenRead(path);
        try
        {
            using var output = terminal.OpenOutput();
            file.CopyTo(output);
        }
        catch (Exception e) when (StandardWriter.IsOfStream(e))
        {
            throw new ToolException(StandardWriter.Message(e), "--output FILE writes to a file.", e);
        }
    }
}
