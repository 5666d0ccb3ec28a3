namespace OnnxTrain.Cli;

/// <summary>An exception in the words of the command line.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="ExitCode">What the process returns.</param>
internal sealed record Failure(string Message, string? Hint, int ExitCode)
{
    /// <summary>Phrases of the library's messages that speak to C#, and what to say on the command line.</summary>
    private static readonly (string Library, string Tool)[] Phrases =
    [
        ("SkiaDecoder.MaxPixels allows.", "--max-pixels allows."),
        ("; SkiaDecoder.MaxPixels sets the limit", "; --max-pixels sets the limit"),
        (", or have bad images skipped (OnBadImage).", ", or train without bad images: --on-bad-image skip."),
        (" (TimeFeature.Format)", ""),
        ("set the column's kind to Categorical in CsvOptions.Types", "train with --categorical and the column's name"),
        ("SkiaDecoder knows PNG, JPEG, WebP, GIF, BMP and ICO; for others add an IImageDecoder to the decoders.",
            "PNG, JPEG, WebP, GIF, BMP and ICO are known; bring others into one of them."),
        ("set the column's kind to Categorical in RowSourceOptions.Types", "train with --categorical and the column's name"),
        ("set the column's kind in RowSourceOptions.Types", "train with --categorical and the column's name"),
        ("Leave the column out: RowSourceOptions.Ignore.", "Leave the column out: --ignore."),
        ("; if its only line is a row, set HasHeader to false", "; if its only line is a row, add --no-header"),
        ("set HasHeader in CsvOptions to false", "add --no-header"),
        ("set Decimal or Thousands in CsvOptions", "say how they are written: --decimal and --thousands"),
        ("name it in CsvOptions.MissingValues", "name it with --missing"),
        ("set Delimiter in CsvOptions", "name it with --delimiter"),
        ("set HasQuotes in CsvOptions to false", "add --no-quotes"),
        (", as the kind Boolean wants", ""),
        ("TrainingExportOptions.Random = RandomSource.Inputs", "--random inputs"),
        ("unless TrainingExportOptions.Opset says otherwise", "unless --opset says otherwise"),
        ("; rename the model's.", ". Rename the column, or leave it out: --ignore."),
        ("ExportTraining (onnxtrain export-training) writes it.", "onnxtrain export-training writes it."),
        (", leave that class out, or set Stratified to false", ", or leave that class out"),
        (" out, or set Stratified to false", " out"),
    ];

    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    /// <summary>The variable that makes the tool tell a developer more.</summary>
    public const string DebugVariable = "ONNXTRAIN_DEBUG";

    public static Failure Of(Exception exception)
    {
        var failure = Plain(exception);
        return failure with { Message = OutputFile.WithRequestedNames(failure.Message) };
    }

    private static Failure Plain(Exception exception) =>
        exception switch
        {
            ToolException e => new(e.Message, e.Hint, Cli.ExitCode.Failed),
            DataException or InvalidDataException or ExportException => new(Translate(exception.Message), null, Cli.ExitCode.Failed),
            ExecutionProviderException => new(
                exception.Message, "Leave out --provider or --backend to run on the CPU.", Cli.ExitCode.Failed),
            OperationCanceledException => new("Cancelled; nothing was written.", null, Cli.ExitCode.Cancelled),
            OutOfMemoryException => new(
                "There is not enough memory.", "Try a smaller --batch-size, fewer --hidden units, or a smaller --image-size.",
                Cli.ExitCode.Failed),
            FileNotFoundException { FileName: { } file } => new($"There is no file '{file}'.", "Check the path.", Cli.ExitCode.Failed),
            DirectoryNotFoundException => new(exception.Message, "The folder is missing; was it removed?", Cli.ExitCode.Failed),
            UnauthorizedAccessException => new(exception.Message, "Check the permissions of the file and its folder.", Cli.ExitCode.Failed),
            IOException { HResult: NoSpaceOnUnix or NoSpaceOnWindows } => new(
                "The disk is full.",
                "Nothing was changed: a file is written whole or not at all. Free some space, or choose another folder.",
                Cli.ExitCode.Failed),
            IOException => new(exception.Message, "Nothing was changed: a file is written whole or not at all.", Cli.ExitCode.Failed),
            ArgumentException e => new(Translate(WithoutParameter(e)), null, Cli.ExitCode.Failed),
            NotSupportedException => new(Translate(exception.Message), null, Cli.ExitCode.Failed),
            DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException } => new(
                $"A native library could not be loaded: {exception.GetBaseException().Message}", "Install the tool again.",
                Cli.ExitCode.Failed),
            _ when IsFromOnnxRuntime(exception) => new($"ONNX Runtime: {exception.Message}", null, Cli.ExitCode.Failed),
            _ => new(
                $"Unexpected: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}",
                $"Please report this, with the command and, if you can, the data. {DebugVariable}=1 shows where it happened.",
                Cli.ExitCode.Failed),
        };

    /// <summary>A message of the library in the words of the command line.</summary>
    public static string Translate(string message) =>
        Phrases.Aggregate(message, (text, phrase) => text.Replace(phrase.Library, phrase.Tool, StringComparison.Ordinal));

    private static string WithoutParameter(ArgumentException e) =>
        e.ParamName is null
            ? e.Message
            : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal).ReplaceLineEndings(" ");

    // The tool does not reference the package; the bridge passes its exceptions through.
    private static bool IsFromOnnxRuntime(Exception e) => e.GetType().Namespace == "Microsoft.ML.OnnxRuntime";
}
