using System.CommandLine;
using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary><c>inspect</c>: what is in an ONNX file.</summary>
internal sealed class InspectVerb() : Verb(
    "inspect",
    "Show what is in an ONNX file, whoever wrote it.",
    "Which file? onnxtrain inspect MODEL.onnx")
{
    private readonly Argument<string?> _model = File("MODEL.onnx", "An ONNX file, of any producer.");
    private readonly Option<bool> _nodes = Options.Flag("--nodes", "List all nodes with their inputs and outputs.");

    public override string Description =>
        "Shows what is in an ONNX file: producer and versions, inputs and outputs with types and shapes, parameters, nodes, metadata.";

    public override IReadOnlyList<Argument<string?>> Arguments => [_model];

    public override IReadOnlyList<HelpSection> Sections => [new("View", _nodes)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain inspect iris.onnx", "What it takes, what it gives, what it is made of."),
        ("onnxtrain inspect iris.onnx --nodes", "Every node too."),
    ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The file is shown."),
        (ExitCode.Failed, "Bad usage, or no ONNX file."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = arguments.GetValue(_model)!;
        using (DataFile.Open(path))
        {
            // Its message says more than that of the parser.
        }

        InspectView.Write(new(terminal.Out), OnnxFile.Read(path), path, arguments.GetValue(_nodes));
        return ExitCode.Done;
    }
}
