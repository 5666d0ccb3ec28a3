using System.CommandLine;
using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary><c>predict</c>: rows in, the same rows with predictions out.</summary>
internal sealed class PredictVerb() : Verb(
    "predict",
    "Predict the rows of a table with a file, in ONNX Runtime.",
    "Which file and which rows? onnxtrain predict MODEL.onnx DATA.csv")
{
    private readonly Argument<string?> _model = File("MODEL.onnx", "A file that onnxtrain wrote.");
    private readonly Argument<string?> _data = File("DATA.csv", "Rows with the columns that the model looks at; others are passed through.");
    private readonly Option<string?> _output = Options.Text("--output", "FILE", "The file to write; - is standard output, the default.");
    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    public override string Description =>
        "Runs a file in ONNX Runtime on the rows of a table and writes the rows as they are, with what is predicted behind: " +
        "label and probability_CLASS for each class, or prediction. Missing values and categories that did not occur in training are " +
        "dealt with in the file; such categories are reported on standard error.";

    public override IReadOnlyList<Argument<string?>> Arguments => [_model, _data];

    public override IReadOnlyList<HelpSection> Sections => [new("Output", _output, _provider)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain predict iris.onnx new.csv --output predicted.csv", "Predict the rows of new.csv."),
        ("onnxtrain predict iris.onnx new.csv | head", "Look at the first predictions."),
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
        using var output = arguments.GetValue(_output) is { } path and not "-" ? OutputFile.Claim(path, model, data) : null;
        using var predictor = new OnnxPredictor(model, arguments.GetValue(_provider) ?? ExecutionProvider.Cpu);
        var table = CsvTable.Read(data, new() { Types = ModelColumns.Types(data, predictor.ColumnKinds) });
        var predictions = predictor.Predict(table, cancellationToken);
        foreach (var warning in UnseenCategories.Warnings(OnnxFile.Read(model), table)) terminal.ErrorWriter.WriteLine($"{Tool.Name}: {warning}");

        if (output is null)
        {
            WriteToStandardOutput(terminal.OutWriter, data, predictor.Classes, predictions);
            return ExitCode.Done;
        }

        using (var writer = new StreamWriter(output.TemporaryPath)) PredictionWriter.Write(writer, data, predictor.Classes, predictions);
        output.Commit();
        new Page(terminal.Out).Heading("Written", $"{output.Path}, {Numbers.Count(table.RowCount, "row")}", Page.Good);
        return ExitCode.Done;
    }

    private static void WriteToStandardOutput(TextWriter writer, string data, IReadOnlyList<string> classes, IReadOnlyList<OnnxPrediction> predictions)
    {
        try
        {
            PredictionWriter.Write(writer, data, classes, predictions);
        }
        catch (IOException e)
        {
            throw new ToolException($"Standard output could not be written: {e.Message}", "--output FILE writes to a file.", e);
        }
    }
}
