using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary><c>predict</c>: rows in, the same rows with predictions out; or images in, a row for each out.</summary>
internal sealed class PredictVerb() : Verb(
    "predict",
    "Predict the rows of a table, or images, with an ONNX file.",
    "Which file and which rows? onnxtrain predict MODEL.onnx DATA.csv, or images: onnxtrain predict MODEL.onnx IMAGES")
{
    private readonly Argument<string?> _model = File("MODEL.onnx", "A file that onnxtrain wrote.");

    private readonly Argument<string[]> _data = Data(
        "DATA",
        "A table with the columns that the model takes, in one or several files; other columns are passed through. For a model of images, "
            + "files or a folder.");

    private readonly ReadingOptions _reading = new();
    private readonly Option<string?> _output = Options.Output("FILE", "The file to write; - is standard output, the default.");
    private readonly Option<BadImages?> _onBadImage = ImageOptions.OnBadImage();
    private readonly Option<long?> _maxPixels = ImageOptions.MaxPixelsOption();
    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    public override string Description =>
        "Runs a file in ONNX Runtime on the rows of a table and writes the rows with the predictions in further columns: label and "
        + "probability_CLASS for each class, or prediction; of several targets with the name of the target before them. The file handles "
        + "missing values and categories that did not occur in training; such categories are reported on standard error. For images of any "
        + "size it writes a row each: file, label, probabilities.";

    public override IReadOnlyList<Argument> Arguments => [_model, _data];

    public override IReadOnlyList<HelpSection> Sections =>
        [new("Tables", _reading.All), new("Images", _onBadImage, _maxPixels), new("Output", _output, _provider)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
        [
            ("onnxtrain predict iris.onnx new.csv --output predicted.csv", "Predict the rows of new.csv."),
            ("onnxtrain predict iris.onnx new.csv | head", "Look at the first predictions."),
            ("onnxtrain predict iris.onnx - < new.csv", "Predict rows from standard input."),
            ("onnxtrain predict iris.onnx sqlite:lab.db --query \"SELECT * FROM flowers\"", "Predict rows of a database."),
            ("onnxtrain predict flowers.onnx garden.jpg meadow.jpg", "Classify two images."),
            (
                "onnxtrain predict flowers.onnx holidays --on-bad-image skip --output seen.csv",
                "Classify the images in a folder and in its folders."),
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
        DataArgument.RequireOrder(Name, model, data);
        using var output = arguments.GetValue(_output) is { } path and not "-"
            ? OutputFile.Claim(path, [model, .. data.SelectMany(TableName.Sources)])
            : null;
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

    private long PredictTable(
        OnnxPredictor predictor, ParseResult arguments, Terminal terminal, OutputFile? output, CancellationToken cancellationToken)
    {
        var data = _reading.NameOf(arguments, TableName.Of(arguments.GetValue(_data))!);
        DataArgument.RequireTable(arguments.GetValue(_model)!, predictor.ColumnKinds.Keys, data);
        predictor.Images = ToolDecoders.ImagesBeside(data, arguments.GetValue(_maxPixels));
        var (unseen, rows) = (new UnseenCategories(predictor.Description), 0L);

        // Rows on a terminal tell by themselves how far it is.
        var isSeen = output is null && terminal.IsInteractive;
        using (var view = isSeen ? null : new PhaseView(terminal, "Predicting", "row", toError: output is null))
        {
            Write(terminal, output, writer =>
            {
                using var predictions = new PredictionWriter(writer, predictor);
                TableInput.ReadParts(
                    data, _reading.Request(arguments)(predictor.ReadingOptions),
                    part =>
                    {
                        predictions.Add(part, predictor.Predict(part, cancellationToken));
                        unseen.Add(part);
                        rows += part.RowCount;
                    },
                    view, cancellationToken);
            });
        }

        foreach (var warning in unseen.Warnings) terminal.ErrorWriter.WriteLine($"{Tool.Name}: {warning}");
        return rows;
    }

    private int PredictImages(
        OnnxPredictor predictor, ParseResult arguments, Terminal terminal, OutputFile? output, CancellationToken cancellationToken)
    {
        MisplacedOptions.Refuse(arguments, _reading.All, "tables", "the model takes images");
        var data = arguments.GetValue(_data)!;
        if (data is [var only]) DataArgument.RequireImages(arguments.GetValue(_model)!, only);
        var files = ImageFiles.Of(data);
        var run = new ImagePredictionRun(predictor, arguments.GetValue(_onBadImage) ?? BadImages.Stop, arguments.GetValue(_maxPixels));
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

        write(terminal.OutWriter);
    }
}
