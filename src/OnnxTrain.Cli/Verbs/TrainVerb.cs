using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnnxTrain.Cli;

/// <summary><c>train</c>: a table in, a verified ONNX file out.</summary>
internal sealed class TrainVerb() : Verb(
    "train",
    "Train a network on a table or on images and write it as an ONNX file.",
    "Which table? Give a CSV file: onnxtrain train DATA.csv --target COLUMN; or images: onnxtrain train FOLDER")
{
    private readonly Argument<string[]> _data = Data(
        "DATA",
        "A folder that has a folder of images (PNG, JPEG, WebP, GIF, BMP, ICO) for each class; or a table: CSV with a header and comma, "
            + "semicolon, tab or pipe between the fields (plain or .gz, - for standard input), .parquet, .arrow, .jsonl, in one "
            + "or several files or a pattern of them in quotes; or sqlite:FILE with --query. Missing values of CSV: an empty field, "
            + $"{string.Join(", ", CsvOptions.Default.MissingValues)}.");
    private readonly TrainOptions _options = new();

    public override string Description =>
        "Trains a network on a table, or on images, and writes it as an ONNX file. The file takes raw columns or pixels: all preprocessing "
            + "is part of it. "
        + "A table may have columns of paths of images, and several targets. "
        + "Rows without a target are left out, and so are columns without information: constants, row identifiers, columns without values. "
        + "The file is run in ONNX Runtime, and it is written only if it computes the same as the trained model.";

    public override IReadOnlyList<Argument> Arguments => [_data];

    public override IReadOnlyList<HelpSection> Sections => _options.Sections;

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
        [
            ("onnxtrain train iris.csv --target species", "Train a classifier of species; writes iris.onnx."),
            ("onnxtrain train \"sales-*.csv\" --target amount", "Several files with the same columns, as one table."),
            (
                "onnxtrain train sqlite:shop.db --query \"SELECT * FROM orders\" --target returned",
                "The result of a query; files of Parquet, Arrow and JSON lines are read by their names."),
            (
                "onnxtrain train houses.csv --target price --ignore agent,address --output price.onnx",
                "Predict a number, without two of the columns."),
            (
                "onnxtrain train churn.csv --target churned --hidden 128,64 --dropout 0.2 --epochs 500",
                "A larger network, with dropout."),
            (
                "onnxtrain train flowers --image-size 64 --augment flip,shift,rotation",
                "Train a classifier of images on a folder for each class; writes flowers.onnx."),
            (
                "onnxtrain train houses.csv --target price --target kind --image photo --image-size 64",
                "Predict two columns from a photo and the other columns."),
            ("onnxtrain train --idx mnist --model lenet --epochs 10", "Train on the digits of MNIST, from its four files."),
            (
                "onnxtrain train flowers --image-size 64 --any-size",
                "Write a file that takes images of any size."),
            (
                "onnxtrain train roses --from flowers.onnx --freeze conv --epochs 5",
                "Fine-tune a network that was trained before; the last layer is new."),
            (
                "onnxtrain train iris.csv --target species --report iris.html --tensorboard runs/1",
                "Write a report, and events for TensorBoard."),
            (
                "onnxtrain train clicks.csv --target clicked --checkpoint clicks.run --resume",
                "Continue the run where it was stopped, if it was."),
            (
                "onnxtrain train sales.csv --target amount --keep-best --history sales.json > sales.log",
                "A long run unattended: Ctrl-C exports the best weights."),
        ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
        [
            (ExitCode.Done, "The file is written; also after Ctrl-C, if the best weights were exported."),
            (ExitCode.Different, "ONNX Runtime computes other numbers; the file is kept as NAME.unverified.onnx."),
            (
                ExitCode.Failed,
                "Bad usage or data, a file that cannot be written, or a loss that diverged (with --keep-best the best weights are "
                    + "exported)."),
            (ExitCode.Incomplete, "The file is written; the history, report, checkpoint, TensorBoard events or this text are not."),
            (
                ExitCode.Cancelled,
                "Stopped by Ctrl-C and nothing was exported; during verification the file is kept as NAME.unverified.onnx."),
        ];

    public override bool WritesFile(ParseResult arguments) => true;

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = _options.Request(arguments, TableName.Of(arguments.GetValue(_data)));
        return request.Output == StandardOutput.Name
            ? StandardOutput.Train(request, terminal, (asked, told) => new TrainRun(asked, told).Run(cancellationToken))
            : new TrainRun(request, terminal).Run(cancellationToken);
    }

    protected override bool IsComplete(CommandResult result) =>
        base.IsComplete(result) || _options.Sources.Any(source => result.GetResult(source) is { Implicit: false });
}
