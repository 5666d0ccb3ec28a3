using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary><c>predict</c>: rows in, the same rows with predictions out; or images in, a row for each out.</summary>
internal sealed class PredictVerb() : Verb(
    "predict",
    "Predict the rows of a table, or images, with a file, in ONNX Runtime.",
    "Which file and which rows? onnxtrain predict MODEL.onnx DATA.csv, or images: onnxtrain predict MODEL.onnx IMAGES")
{
    private readonly Argument<string?> _model = File("MODEL.onnx", "A file that onnxtrain wrote.");

    private readonly Argument<string[]> _data = new("DATA")
    {
        Description =
            "A table whose rows have the columns that the model looks at; others are passed through. For a model of images, their files, "
                + "or a folder of them.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _output = Options.Output("FILE", "The file to write; - is standard output, the default.");
    private readonly Option<BadImages?> _onBadImage = ImageOptions.OnBadImage();
    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    public override string Description =>
        "Runs a file in ONNX Runtime on the rows of a table and writes the rows as they are, with what is predicted behind: "
        + "label and probability_CLASS for each class, or prediction. Missing values and categories that did not occur in training are "
        + "dealt with in the file; such categories are reported on standard error. Of images, of whatever size, it writes a row each: "
        + "file, label, probabilities.";

    public override IReadOnlyList<Argument> Arguments => [_model, _data];

    public override IReadOnlyList<HelpSection> Sections => [new("Images", _onBadImage), new("Output", _output, _provider)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
        [
            ("onnxtrain predict iris.onnx new.csv --output predicted.csv", "Predict the rows of new.csv."),
            ("onnxtrain predict iris.onnx new.csv | head", "Look at the first predictions."),
            ("onnxtrain predict flowers.onnx garden.jpg meadow.jpg", "Say what is on two images."),
            (
                "onnxtrain predict flowers.onnx holidays --on-bad-image skip --output seen.csv",
                "Go through a folder of images and the folders in it."),
        ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "All rows are predicted."),
        (ExitCode.Failed, "Bad usage or data, or a file that cannot be read or written."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var (model, data) = (arguments.GetValue(_model)!, arguments.GetValue(_data)!);
        using var output = arguments.GetValue(_output) is { } path and not "-" ? OutputFile.Claim(path, [model, .. data]) : null;
        using var predictor = new OnnxPredictor(model, arguments.GetValue(_provider) ?? ExecutionProvider.Cpu);
        var isImages = predictor.Image is not null;
        var count = isImages
            ? PredictImages(predictor, arguments, terminal, output, cancellationToken)
            : PredictTable(predictor, arguments, terminal, output, cancellationToken);
        if (output is null)
            return ExitCode.Done;
        output.Commit();
        new Page(terminal.Out).Heading("Written", $"{output.Path}, {Numbers.Count(count, isImages ? "image" : "row")}", Page.Good);
        return ExitCode.Done;
    }

    private int PredictTable(
        OnnxPredictor predictor, ParseResult arguments, Terminal terminal, OutputFile? output, CancellationToken cancellationToken)
    {
        var all = arguments.GetValue(_data)!;
        if (all.Length > 1)
            throw new ToolException(
                $"'{all[1]}' is one argument too many: the tables of a model are predicted one by one. Names with spaces go in quotes.");
        var data = all[0];
        predictor.Images = ToolDecoders.ImagesBeside(data);
        var table = CsvTable.Read(data, new() { Types = ModelColumns.Types(data, predictor.ColumnKinds) });
        var predictions = predictor.Predict(table, cancellationToken);
        foreach (var warning in UnseenCategories.Warnings(predictor.Description, table))
            terminal.ErrorWriter.WriteLine($"{Tool.Name}: {warning}");
        Write(terminal, output, writer => PredictionWriter.Write(writer, data, predictor, predictions));
        return table.RowCount;
    }

    private int PredictImages(
        OnnxPredictor predictor, ParseResult arguments, Terminal terminal, OutputFile? output, CancellationToken cancellationToken)
    {
        var files = ImageFiles.Of(arguments.GetValue(_data)!);
        var run = new ImagePredictionRun(predictor, arguments.GetValue(_onBadImage) ?? BadImages.Stop);
        Write(terminal, output, writer => run.Write(writer, files, cancellationToken));
        foreach (var skipped in run.Skipped) terminal.ErrorWriter.WriteLine($"{Tool.Name}: left out: {skipped}");
        return files.Count - run.Skipped.Count;
    }

    private static void Write(Terminal terminal, OutputFile? output, Action<TextWriter> write)
    {
        if (output is not null)
        {
            using var writer = new StreamWriter(output.TemporaryPath);
            write(writer);
            return;
        }

        try
        {
            write(terminal.OutWriter);
        }
        catch (IOException e)
        {
            throw new ToolException($"Standard output could not be written: {e.Message}", "--output FILE writes to a file.", e);
        }
    }
}
