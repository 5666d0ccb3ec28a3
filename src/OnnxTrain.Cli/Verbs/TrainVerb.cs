using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary><c>train</c>: a table in, a verified ONNX file out.</summary>
internal sealed class TrainVerb() : Verb(
    "train",
    "Train a network on a table and write it as an ONNX file.",
    "Which table? Give a CSV file: onnxtrain train DATA.csv --target COLUMN")
{
    private readonly Argument<string?> _data = File("DATA.csv",
        "A table in UTF-8 with a header; comma, semicolon, tab or pipe between the fields. Missing values: an empty field, " +
        $"{string.Join(", ", CsvOptions.Default.MissingValues)}.");
    private readonly TrainOptions _options = new();

    public override string Description =>
        "Trains a network on a table and writes it as an ONNX file. Raw columns go in: all preprocessing is part of the file. " +
        "Rows without the target are left out, and so are columns that say nothing: constants, identifiers, columns without values. " +
        "The file is run in ONNX Runtime beside the trained model and gets its name only if both compute the same.";

    public override IReadOnlyList<Argument<string?>> Arguments => [_data];

    public override IReadOnlyList<HelpSection> Sections => _options.Sections;

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
    [
        ("onnxtrain train iris.csv --target species", "Learn to tell species apart; writes iris.onnx."),
        ("onnxtrain train houses.csv --target price --ignore agent,address --output price.onnx", "Predict a number, without two columns."),
        ("onnxtrain train churn.csv --target churned --hidden 128,64 --dropout 0.2 --epochs 500", "A larger network, held back by dropout."),
        ("onnxtrain train iris.csv --target species --report iris.html --tensorboard runs/1", "Look into the training: a report, and events for TensorBoard."),
        ("onnxtrain train clicks.csv --target clicked --checkpoint clicks.run --resume", "A run that goes on where it was stopped, however often."),
        ("onnxtrain train sales.csv --target amount --keep-best --history sales.json > sales.log", "A long run unattended: Ctrl-C keeps what is best."),
    ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The file is written; also after Ctrl-C, if the best weights were exported."),
        (ExitCode.Different, "ONNX Runtime computes something else; the file is kept beside as NAME.unverified.onnx."),
        (ExitCode.Failed, "Bad usage or data, a file that cannot be written, or a loss that diverged (with --keep-best the best weights are exported)."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C and nothing was exported."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken) =>
        new TrainRun(_options.Request(arguments, arguments.GetValue(_data)!), terminal).Run(cancellationToken);
}
