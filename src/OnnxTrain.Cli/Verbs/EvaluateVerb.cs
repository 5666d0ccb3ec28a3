using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary><c>evaluate</c>: how good the predictions of a file are, on rows or images with the truth.</summary>
internal sealed class EvaluateVerb() : Verb(
    "evaluate",
    "Measure how good the predictions of an ONNX file are.",
    "Which file and which rows? onnxtrain evaluate MODEL.onnx DATA.csv, or images: onnxtrain evaluate MODEL.onnx FOLDER")
{
    private const int WrongByDefault = 10;

    private readonly Argument<string?> _model = File("MODEL.onnx", "A file that onnxtrain wrote.");

    private readonly Argument<string[]> _data = Data(
        "DATA",
        "A table with the columns that the model takes and its targets; for a model of images a folder with a folder for each class.");

    private readonly ReadingOptions _reading = new();

    private readonly Option<int?> _wrong = Options.Integer(
        "--wrong", "N", $"The most rows to list whose prediction is wrong, or has the largest error. Default: {WrongByDefault}.", least: 0);

    private readonly Option<string?> _output = Options.Output("FILE", "Write truth and prediction of every row as CSV.");
    private readonly Option<long?> _maxPixels = ImageOptions.MaxPixelsOption();
    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    public override string Description =>
        "Runs a file in ONNX Runtime on rows or images whose truth is known, and compares: all metrics of each target, the confusion "
        + "matrix, and the predictions that are most wrong, with their lines or files. Rows without a truth, or of a class that the file "
        + "does not know, are left out with a note.";

    public override IReadOnlyList<Argument> Arguments => [_model, _data];

    public override IReadOnlyList<HelpSection> Sections =>
        [new("Tables", _reading.All), new("Images", _maxPixels), new("Output", _wrong, _output, _provider)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain evaluate iris.onnx test.csv", "Metrics, confusion matrix and wrong rows."),
        ("onnxtrain evaluate price.onnx sold.csv --wrong 30 --output compared.csv", "List the 30 largest errors, and write all rows."),
        ("onnxtrain evaluate flowers.onnx flowers-test", "Evaluate on images, a folder for each class."),
    ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The file was evaluated, however good it is."),
        (ExitCode.Failed, "Bad usage or data, or a file that cannot be read or written."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var (model, data) = (arguments.GetValue(_model)!, TableName.Of(arguments.GetValue(_data))!);
        DataArgument.RequireOrder(Name, model, TableName.Arguments(data));
        using var output = arguments.GetValue(_output) is { } path ? OutputFile.Claim(path, [model, .. TableName.Sources(data)]) : null;
        using var predictor = new OnnxPredictor(model, arguments.GetValue(_provider) ?? ExecutionProvider.Cpu);
        var (notes, noun) = (new List<string>(), predictor.Image is null ? "row" : "image");
        var targets = Evaluate(predictor, model, data, arguments, notes, terminal, cancellationToken);
        var page = new Page(terminal.Out);
        foreach (var note in notes) page.Line(note);
        if (notes.Count > 0) page.Blank();
        foreach (var target in targets)
        {
            var name = target.Target.Name.Length > 0 ? target.Target.Name : Path.GetFileName(model);
            EvaluationView.Write(page, target, name, noun, arguments.GetValue(_wrong) ?? WrongByDefault);
        }

        if (output is null) return ExitCode.Done;
        using (var writer = new StreamWriter(output.TemporaryPath)) EvaluationWriter.Write(writer, targets);
        output.Commit();
        page.Heading("Written", output.Path, Page.Good);
        return ExitCode.Done;
    }

    private IReadOnlyList<EvaluatedTarget> Evaluate(
        OnnxPredictor predictor, string model, string data, ParseResult arguments, List<string> notes, Terminal terminal,
        CancellationToken cancellationToken)
    {
        var targets = predictor.Description?.Targets
            ?? throw new ToolException(
                $"{Path.GetFileName(model)} does not say which columns it predicts: it was not written by {Tool.Name}.",
                "predict writes its predictions.");
        if (predictor.Image is not null)
        {
            MisplacedOptions.Refuse(arguments, _reading.All, "tables", "the model takes images");
            if (!Directory.Exists(data))
                throw new ToolException($"'{data}' is no folder.", "Name a folder that has a folder of images for each class.");
            if (DividedFolder.Of(data) is { } divided)
            {
                data = divided.TestPath ?? divided.ValidationPath!;
                notes.Add($"'{Path.GetFileName(data)}' is evaluated; the other folders beside it are left out");
            }

            using var view = new PhaseView(terminal, "Evaluating", "image");
            return [ImageEvaluation.Of(predictor, targets[0], data, arguments.GetValue(_maxPixels), notes, view, cancellationToken)];
        }

        data = _reading.NameOf(arguments, data);
        DataArgument.RequireTable(model, predictor.ColumnKinds.Keys, data);
        predictor.Images = ToolDecoders.ImagesBeside(data, arguments.GetValue(_maxPixels));
        var (evaluation, unseen) = (new TableEvaluation(predictor, targets), new UnseenCategories(predictor.Description));
        using (var view = new PhaseView(terminal, "Evaluating", "row"))
            TableInput.ReadParts(
                data, _reading.Request(arguments)(evaluation.ReadingOptions),
                part =>
                {
                    evaluation.Add(part, cancellationToken);
                    unseen.Add(part);
                },
                view, cancellationToken);
        notes.AddRange(unseen.Warnings);
        return evaluation.Finish(notes);
    }
}
