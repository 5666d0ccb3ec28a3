using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnnxTrain.Cli;

/// <summary><c>verify</c>: a file against the model it holds.</summary>
internal sealed class VerifyVerb() : Verb(
    "verify",
    "Check that ONNX Runtime and the library compute the same for a file.",
    "Which file and which rows? onnxtrain verify MODEL.onnx DATA.csv, or images: onnxtrain verify MODEL.onnx FOLDER")
{
    private readonly Argument<string?> _model = File("MODEL.onnx", "A file that onnxtrain wrote.");
    private readonly Argument<string[]> _data = Data(
        "DATA", "A table with the columns that the model takes; for a model of images, a folder of images, or an image.");

    private readonly ReadingOptions _reading = new();
    private readonly MemoryOptions _memory = new();
    private readonly Option<string?> _dataOption = Options.Text("--data", "DATA", "The same as DATA.");

    private readonly Option<string?> _idx = Options.Text(
        "--idx", "FOLDER", "For a model of images: the test images of MNIST, or of a data set like it, instead of DATA.");

    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    private readonly Option<double?> _tolerance = Options.Number(
        "--tolerance", "DIFFERENCE",
        "The largest difference allowed, absolute for small numbers and relative for large ones. Default: 1e-5 absolute or 1e-4 relative.",
        tolerance => tolerance >= 0,
        "0 or a positive number, such as 1e-6");

    private readonly Option<VerifyRows?> _verifyRows = Options.Parsed(
        "--verify-rows", "N|all", "The number of rows to compare, spread over the data, or all. Default: all.",
        VerifyRows.TryParse, "a number of rows, 1 or more, or all");

    private readonly Option<bool> _nodes = Options.Flag(
        "--nodes", "Also compare every value that a node computes, and name the first node that differs. The worst are shown.");

    private readonly Option<bool> _verbose = Options.Flag("--verbose", "Show every value; implies --nodes.");

    private readonly Option<string?> _csv = Options.Text("--nodes-csv", "FILE", "Write every value to a CSV file; implies --nodes.");

    private readonly Option<string?> _save = Options.Text(
        "--save", "FOLDER",
        "Save the first node that differs as a model of its own, with its inputs and both outputs, as test data for ONNX backends; "
            + "implies --nodes.");

    public override string Description =>
        "Runs a file in ONNX Runtime, and the model in it with the library's own kernels, on the rows of a table or on images: in " +
        "batches of several sizes, with graph optimizations off and on. Labels must be equal, and numbers finite and equal within the " +
        "tolerance.";

    public override IReadOnlyList<Argument> Arguments => [_model, _data];

    public override IReadOnlyList<HelpSection> Sections =>
    [
        new("Data", [_dataOption, _idx, .. _reading.All, .. _memory.All]), new("Comparison", _verifyRows, _tolerance, _provider),
        new("Node by node", _nodes, _verbose, _csv, _save),
    ];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain verify iris.onnx iris.csv", "Compare on all rows of a table."),
        ("onnxtrain verify iris.onnx iris.csv --provider cuda --tolerance 1e-3", "Compare what a GPU computes, less strictly."),
        ("onnxtrain verify flowers.onnx --data flowers", "Compare on images of a folder."),
        ("onnxtrain verify iris.onnx iris.csv --nodes --save first", "Find the first node that differs, and save it."),
    ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "ONNX Runtime and the library compute the same."),
        (ExitCode.Different, "They do not, or the file yields numbers that are not finite."),
        (ExitCode.Failed, "Bad usage, or a file that cannot be read."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_model)!;
        DataArgument.RequireOrder(Name, path, arguments.GetValue(_data) ?? []);
        using (DataFile.Open(path))
        {
            // Its message says more than that of the parser.
        }

        var save = arguments.GetValue(_save);
        if (save is not null) RequireFolder(save);
        using var csv = arguments.GetValue(_csv) is { } name
            ? OutputFile.Claim(name, [path, .. (arguments.GetValue(_data) ?? []).SelectMany(TableName.Sources)])
            : null;
        var byNode = arguments.GetValue(_nodes) || arguments.GetValue(_verbose) || csv is not null || save is not null;
        var options = new VerificationOptions { Provider = arguments.GetValue(_provider) ?? ExecutionProvider.Cpu };
        if (arguments.GetValue(_tolerance) is { } tolerance)
            options = options with { AbsoluteTolerance = tolerance, RelativeTolerance = tolerance };
        using var memory = new MemoryWatch(_memory.Request(arguments));
        var model = DataModel.Load(path);
        var rows = Rows(model, arguments, path, terminal, cancellationToken);
        var verification = new FileVerification(model, path, rows, arguments.GetValue(_verifyRows)?.Count);
        VerificationReport report;
        using (var view = new PhaseView(terminal, "Verifying", model.TakesTensors ? "image" : "row"))
            report = verification.Whole(options, view, cancellationToken);
        VerificationView.Write(new(terminal.Out), report, path, model.TakesTensors ? "image" : "row");
        var isSame = report.IsEquivalent;
        if (byNode)
        {
            // The row that differs most, so that there is a difference to find.
            var row = report.Outputs.FirstOrDefault(o => !o.IsEquivalent) is { } wrong
                ? (wrong.Differences > 0 ? wrong.Worst : wrong.FirstNotFinite)?.Row ?? 0
                : 0;
            var nodes = verification.ByNode(
                new()
                {
                    Comparison = options, FirstRow = row, SaveFolder = save,
                },
                cancellationToken);
            WriteNodes(nodes, csv, arguments.GetValue(_verbose), terminal);
            if (nodes.IsEquivalent && !isSame)
                new Page(terminal.Out).Line(
                    "The outputs still differ: in other rows or batch sizes, or only with optimizations on.");
            isSame &= nodes.IsEquivalent;
        }

        return isSame ? ExitCode.Done : ExitCode.Different;
    }

    private static void WriteNodes(NodeVerificationReport report, OutputFile? csv, bool all, Terminal terminal)
    {
        NodesView.Write(new(terminal.Out), report, all);
        if (csv is null) return;
        using (var writer = new StreamWriter(csv.TemporaryPath)) NodesView.WriteCsv(writer, report);
        csv.Commit();
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

    protected override bool IsComplete(CommandResult result) =>
        IsGiven(result, _model)
        && (
            IsGiven(result, _data) || result.GetResult(_dataOption) is { Implicit: false } || result.GetResult(_idx) is { Implicit: false }
        );

    private IReadOnlyList<IRowSource> Rows(
        DataModel model, ParseResult arguments, string path, Terminal terminal, CancellationToken cancellationToken)
    {
        if (DataOf(arguments) is { } data)
        {
            using var view = new PhaseView(terminal, "Reading", "row");
            return RowsToVerify.Read(
                model, path, _reading.NameOf(arguments, data), _reading.Request(arguments), _memory.Request(arguments), view,
                cancellationToken);
        }

        return model.TakesTensors
            ? [RowsToVerify.Fitting(model, IdxFolder.Read(arguments.GetValue(_idx)!).Validation!)]
            : throw new ToolException($"--idx is for models of images, and {path} is one of a table.", "Name a table.");
    }

    /// <exception cref="ToolException">There are several.</exception>
    private string? DataOf(ParseResult arguments)
    {
        var (data, option, idx) = (
            TableName.Of(arguments.GetValue(_data)), arguments.GetValue(_dataOption), arguments.GetValue(_idx));
        string[] all = [.. new[] { data, option, idx }.OfType<string>()];
        return all.Length == 1
            ? data ?? option
            : throw new ToolException($"There are {all.Length} sets of data to compare on: {string.Join(", ", all)}.", "Name one.");
    }
}
