using System.CommandLine;
using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary><c>inspect</c>: what is in an ONNX file.</summary>
internal sealed class InspectVerb() : Verb(
    "inspect",
    "Show what is in an ONNX file of any producer, in a table, or in a folder of images.",
    "Which file? onnxtrain inspect MODEL.onnx")
{
    private readonly Argument<string[]> _model = Data(
        "MODEL.onnx",
        "An ONNX file, of any producer; a table, as train takes it; or a folder that has a folder of images for each class.");
    private readonly ReadingOptions _reading = new();
    private readonly Option<bool> _nodes = Options.Flag("--nodes", "List all nodes with their inputs and outputs.");

    public override string Description =>
        "Shows what is in an ONNX file: producer and versions, inputs and outputs with types and shapes, parameters, nodes, metadata; of " +
        "a file that onnxtrain wrote, also what the model makes of each column. Of a table it shows the kinds of the columns and their " +
        "values, of a folder of images the classes, the sizes, and the files that cannot be used.";

    public override IReadOnlyList<Argument> Arguments => [_model];

    public override IReadOnlyList<HelpSection> Sections => [new("View", _nodes), new("Tables", _reading.All)];

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain inspect iris.onnx", "Show inputs, outputs and contents."),
        ("onnxtrain inspect iris.onnx --nodes", "Show every node too."),
        ("onnxtrain inspect iris.csv", "Show the columns of a table: kinds, missing and distinct values."),
        ("onnxtrain inspect sqlite:shop.db --query \"SELECT * FROM orders\"", "Show the columns of the result of a query."),
        ("onnxtrain inspect flowers", "Check a folder of images before training on it."),
    ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The file is shown."),
        (ExitCode.Failed, "Bad usage, a file that is not ONNX, or a folder without images."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = TableName.Of(arguments.GetValue(_model))!;
        if (Directory.Exists(path))
        {
            MisplacedOptions.Refuse(arguments, [_nodes], "ONNX files", $"'{path}' is a folder");
            MisplacedOptions.Refuse(arguments, _reading.All, "tables", $"'{path}' is a folder");
            InspectImages(path, terminal, cancellationToken);
            return ExitCode.Done;
        }

        path = _reading.NameOf(arguments, path);
        if (TableInput.IsTable(path))
        {
            MisplacedOptions.Refuse(arguments, [_nodes], "ONNX files", $"'{path}' is a table");
            CsvTable table;
            using (var reading = new PhaseView(terminal, "Reading", "row"))
                table = TableInput.Read(path, _reading.Request(arguments)(new()), ignore: [], reading, cancellationToken);
            TableView.Write(new(terminal.Out), table);
            return ExitCode.Done;
        }

        using (DataFile.Open(path))
        {
            // Its message says more than that of the parser.
        }

        MisplacedOptions.Refuse(arguments, _reading.All, "tables", $"'{path}' is an ONNX file");
        InspectView.Write(new(terminal.Out), OnnxFile.Read(path), path, arguments.GetValue(_nodes));
        return ExitCode.Done;
    }

    private static void InspectImages(string folder, Terminal terminal, CancellationToken cancellationToken)
    {
        var (sizes, decoders) = (new ImageSizes(), ToolDecoders.All);

        // What the images show does not matter here, only that they can be read: one pixel of each is enough.
        var options = new ImageFolderOptions { Width = 1, Height = 1, OnBadImage = BadImages.Skip, Decoders = sizes.Recording(decoders) };
        ImageFolder images;
        using (var reading = new PhaseView(terminal, "Reading", "file"))
            images = ImageFolder.Open(folder, options, reading, cancellationToken);
        ImageFolderView.Write(new(terminal.Out), folder, images, sizes);
    }
}
