using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary><c>verify</c>: a file against the model it holds.</summary>
internal sealed class VerifyVerb() : Verb(
    "verify",
    "Prove that a file computes in ONNX Runtime what the model in it computes.",
    "Which file and which rows? onnxtrain verify MODEL.onnx DATA.csv")
{
    private readonly Argument<string?> _model = File("MODEL.onnx", "A file that onnxtrain wrote.");
    private readonly Argument<string?> _data = File("DATA.csv", "Rows with the columns that the model looks at.");
    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    private readonly Option<double?> _tolerance = Options.Number(
        "--tolerance", "DIFFERENCE", "The largest difference allowed, absolute for small numbers and relative for large ones. Default: 1e-5 absolute or 1e-4 relative.",
        tolerance => tolerance >= 0, "0 or a positive number, such as 1e-6");

    public override string Description =>
        "Runs a file in ONNX Runtime beside the model it holds, on the rows of a table: in batches of several sizes, " +
        "with graph optimizations off and on. Labels have to be equal, numbers equal within the tolerance.";

    public override IReadOnlyList<Argument<string?>> Arguments => [_model, _data];

    public override IReadOnlyList<HelpSection> Sections => [new("Comparison", _tolerance, _provider)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain verify iris.onnx iris.csv", "Compare on all rows of a table."),
        ("onnxtrain verify iris.onnx iris.csv --provider cuda --tolerance 1e-3", "Compare what a GPU computes, less strictly."),
    ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The file computes what the model computes."),
        (ExitCode.Different, "It does not."),
        (ExitCode.Failed, "Bad usage, or a file that cannot be read."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_model)!;
        using (DataFile.Open(path))
        {
            // Its message says more than that of the parser.
        }

        var model = TabularModel.Load(path);
        var table = CsvTable.Read(arguments.GetValue(_data)!, new() { Types = ModelColumns.Types(arguments.GetValue(_data)!, model.ColumnKinds) });
        var options = new VerificationOptions { Provider = arguments.GetValue(_provider) ?? ExecutionProvider.Cpu };
        if (arguments.GetValue(_tolerance) is { } tolerance) options = options with { AbsoluteTolerance = tolerance, RelativeTolerance = tolerance };
        var report = OnnxVerifier.Verify(model, path, table, options, cancellationToken);
        VerificationView.Write(new(terminal.Out), report, path);
        return report.IsEquivalent ? ExitCode.Done : ExitCode.Different;
    }
}
