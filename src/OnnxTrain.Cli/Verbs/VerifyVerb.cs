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

    private readonly Option<bool> _nodes = Options.Flag(
        "--nodes", "Compare every value that a node of the file computes, too, and name the first node that differs. The worst are shown.");

    private readonly Option<bool> _verbose = Options.Flag("--verbose", "Show every value; implies --nodes.");

    private readonly Option<string?> _csv = Options.Text("--nodes-csv", "FILE", "Write every value to a CSV file; implies --nodes.");

    private readonly Option<string?> _save = Options.Text(
        "--save", "FOLDER", "Save the first node that differs, by itself, with its inputs and both outputs, laid out as test data of ONNX backends; implies --nodes.");

    public override string Description =>
        "Runs a file in ONNX Runtime beside the model it holds, on the rows of a table: in batches of several sizes, " +
        "with graph optimizations off and on. Labels have to be equal, numbers equal within the tolerance.";

    public override IReadOnlyList<Argument<string?>> Arguments => [_model, _data];

    public override IReadOnlyList<HelpSection> Sections => [new("Comparison", _tolerance, _provider), new("Node by node", _nodes, _verbose, _csv, _save)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain verify iris.onnx iris.csv", "Compare on all rows of a table."),
        ("onnxtrain verify iris.onnx iris.csv --provider cuda --tolerance 1e-3", "Compare what a GPU computes, less strictly."),
        ("onnxtrain verify iris.onnx iris.csv --nodes --save first", "Find the node where a file goes astray, and save it."),
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

        var (save, data) = (arguments.GetValue(_save), arguments.GetValue(_data)!);
        if (save is not null) RequireFolder(save);
        using var csv = arguments.GetValue(_csv) is { } name ? OutputFile.Claim(name, path, data) : null;
        var byNode = arguments.GetValue(_nodes) || arguments.GetValue(_verbose) || csv is not null || save is not null;
        var model = TabularModel.Load(path);
        var table = CsvTable.Read(data, new() { Types = ModelColumns.Types(data, model.ColumnKinds) });
        var options = new VerificationOptions { Provider = arguments.GetValue(_provider) ?? ExecutionProvider.Cpu };
        if (arguments.GetValue(_tolerance) is { } tolerance) options = options with { AbsoluteTolerance = tolerance, RelativeTolerance = tolerance };
        var report = OnnxVerifier.Verify(model, path, table, options, cancellationToken);
        VerificationView.Write(new(terminal.Out), report, path);
        var isSame = report.IsEquivalent;
        if (byNode)
        {
            // The row that differs most, so that there is a difference to find.
            var row = report.Outputs.FirstOrDefault(o => !o.IsEquivalent)?.Worst?.Row ?? 0;
            var nodesAreSame = CompareNodes(model, path, table, new() { Comparison = options, FirstRow = row, SaveFolder = save }, csv, arguments.GetValue(_verbose), terminal, cancellationToken);
            if (nodesAreSame && !isSame) new Page(terminal.Out).Line("The outputs differ all the same: in other rows or batch sizes, or with optimizations on alone.");
            isSame &= nodesAreSame;
        }

        return isSame ? ExitCode.Done : ExitCode.Different;
    }

    private static bool CompareNodes(
        TabularModel model, string path, CsvTable table, NodeVerificationOptions options, OutputFile? csv, bool all, Terminal terminal, CancellationToken cancellationToken)
    {
        var report = OnnxVerifier.VerifyNodes(model, path, table, options, cancellationToken);
        NodesView.Write(new(terminal.Out), report, all);
        if (csv is null) return report.IsEquivalent;
        using (var writer = new StreamWriter(csv.TemporaryPath)) NodesView.WriteCsv(writer, report);
        csv.Commit();
        return report.IsEquivalent;
    }

    /// <exception cref="ToolException">The folder holds something else.</exception>
    private static void RequireFolder(string folder)
    {
        try
        {
            NodeFolder.Check(folder);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message, "Name another folder after --save.", e);
        }
    }
}
