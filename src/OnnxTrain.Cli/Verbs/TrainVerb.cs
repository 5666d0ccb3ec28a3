using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnnxTrain.Cli;

/// <summary><c>train</c>: a table in, a verified ONNX file out.</summary>
internal sealed class TrainVerb() : Verb(
    "train",
    "Train a network on a table or on images and write it as an ONNX file.",
    "Which table? Give a CSV file: onnxtrain train DATA.csv --target COLUMN; or images: onnxtrain train FOLDER")
{
    private readonly Argument<string?> _data = File(
        "DATA",
        "A folder that has a folder of images (PNG, JPEG, WebP, GIF, BMP, ICO) for each class; or a table in UTF-8 with a header; comma, "
            + "semicolon, tab or pipe between the fields. Missing values: an empty field, "
            + $"{string.Join(", ", CsvOptions.Default.MissingValues)}.");
    private readonly TrainOptions _options = new();

    public override string Description =>
        "Trains a network on a table, or on images, and writes it as an ONNX file. Raw columns or pixels go in: all preprocessing is "
            + "part of the file. "
        + "Rows without the target are left out, and so are columns that say nothing: constants, identifiers, columns without values. "
        + "The file is run in ONNX Runtime beside the trained model and gets its name only if both compute the same.";

    public override IReadOnlyList<Argument> Arguments => [_data];

    public override IReadOnlyList<HelpSection> Sections => _options.Sections;

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
        [
            ("onnxtrain train iris.csv --target species", "Learn to tell species apart; writes iris.onnx."),
            (
                "onnxtrain train houses.csv --target price --ignore agent,address --output price.onnx",
                "Predict a number, without two columns."),
            (
                "onnxtrain train churn.csv --target churned --hidden 128,64 --dropout 0.2 --epochs 500",
                "A larger network, held back by dropout."),
            (
                "onnxtrain train flowers --image-size 64 --augment flip,shift,rotation",
                "Learn to tell images apart by a folder for each class; writes flowers.onnx."),
            ("onnxtrain train --idx mnist --model lenet --epochs 10", "Learn the digits of MNIST from its four files."),
            (
                "onnxtrain train flowers --image-size 64 --any-size",
                "The same, and flowers.onnx takes images of any size and resizes them itself."),
            (
                "onnxtrain train roses --from flowers.onnx --freeze conv --epochs 5",
                "Fine-tune: keep what was learned, with a new last layer."),
            (
                "onnxtrain train iris.csv --target species --report iris.html --tensorboard runs/1",
                "Look into the training: a report, and events for TensorBoard."),
            (
                "onnxtrain train clicks.csv --target clicked --checkpoint clicks.run --resume",
                "A run that goes on where it was stopped, however often."),
            (
                "onnxtrain train sales.csv --target amount --keep-best --history sales.json > sales.log",
                "A long run unattended: Ctrl-C keeps what is best."),
        ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
        [
            (ExitCode.Done, "The file is written; also after Ctrl-C, if the best weights were exported."),
            (ExitCode.Different, "ONNX Runtime computes something else; the file is kept beside as NAME.unverified.onnx."),
            (
                ExitCode.Failed,
                "Bad usage or data, a file that cannot be written, or a loss that diverged (with --keep-best the best weights are "
                    + "exported)."),
            (ExitCode.Cancelled, "Stopped by Ctrl-C and nothing was exported."),
        ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = _options.Request(arguments, arguments.GetValue(_data));
        return new TrainRun(request, token => Sessions.Open(request, terminal, token), terminal).Run(cancellationToken);
    }

    protected override bool IsComplete(CommandResult result) =>
        base.IsComplete(result) || _options.Sources.Any(source => result.GetResult(source) is { Implicit: false });
}
