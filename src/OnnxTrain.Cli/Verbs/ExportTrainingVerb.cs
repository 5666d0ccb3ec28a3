using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnnxTrain.Cli;

/// <summary><c>export-training</c>: the training step of a network as files that any runtime of ONNX trains with.</summary>
internal sealed class ExportTrainingVerb() : Verb(
    "export-training",
    "Write a training step as ONNX, to train a network in any runtime.",
    "Which table? Give a CSV file: onnxtrain export-training DATA.csv --target COLUMN; or images: onnxtrain export-training FOLDER")
{
    private readonly Argument<string[]> _data = Data(
        "DATA",
        "A table, or a folder that has a folder of images for each class, as for train.");
    private readonly ExportTrainingOptions _options = new();

    public override string Description =>
        "Writes the training step of a network as an ONNX file of standard operators: preprocessing, forward pass, loss, gradients and "
            + "the optimizer's update. "
        + "Any ONNX runtime can train with it, in Python, Node or a browser: a step takes a batch and the variables, and returns the loss "
        + "and the variables for the next step. "
        + "The other files are the initial values of the variables, a model for predictions between steps, the model to deploy, and a "
        + "description in JSON. "
        + "Give the options of the network and of training as for train. "
        + "The files are run in ONNX Runtime on rows of DATA. They are written only if a step has the same loss there as in train.";

    public override IReadOnlyList<Argument> Arguments => [_data];

    public override IReadOnlyList<HelpSection> Sections => _options.Sections;

    public override IReadOnlyDictionary<string, string> Refused => ExportTrainingOptions.Refused;

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
        [
            (
                "onnxtrain export-training iris.csv --target species --output iris-training",
                "Write the training step of a classifier of species."),
            (
                "onnxtrain export-training churn.csv --target churned --hidden 128,64 --dropout 0.2",
                "With dropout, whose random numbers the file draws from a seed."),
            (
                "onnxtrain export-training sales.csv --target amount --schedule cosine --epochs 50",
                "With the schedule of the learning rate in the file."),
            ("onnxtrain export-training --idx mnist --model lenet --batch-size 128", "A step of a convolutional network on raw pixels."),
            ("onnxtrain export-training roses --from flowers.onnx --freeze conv", "Fine-tune elsewhere: frozen layers stay as they are."),
        ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The files are written."),
        (ExitCode.Different, "ONNX Runtime computes other numbers; nothing is written."),
        (ExitCode.Failed, "Bad usage or data, a step that cannot be written as ONNX, or a folder that cannot be written to."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C; nothing is written."),
    ];

    public override bool WritesFile(ParseResult arguments) => true;

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var request = _options.Request(arguments, TableName.Of(arguments.GetValue(_data)));
        request.RequireData();
        using var memory = new MemoryWatch(request.Columns.Memory);
        using var folder = OutputFolder.Claim(
            request.Output, [.. TableName.Arguments(request.Data), .. request.Sources], TrainingFiles.Names);
        var session = TrainingSession.Open(request, terminal, cancellationToken);
        var page = new Page(terminal.Out);
        StartView.WriteFacts(page, session);
        page.Blank();

        var (rows, inputs) = session.Sample(Math.Min(request.Options.BatchSize, session.RowCount));
        using var trainer = session.NewTrainer(request.Options.Seed);
        var files = trainer.ExportTraining(folder.TemporaryPath, new()
        {
            Opset = request.Opset,
            Random = _options.Random(arguments),
            RowWeights = !rows.Weights.IsEmpty,
            Epochs = session.Schedule is null ? null : request.Epochs,
            StepsPerEpoch = session.Schedule is null ? null : session.StepsPerEpoch,
        });
        var report = session.Verify(files.Model, new TimePlan(request.Options.TimeLimit).OfVerification, progress: null, cancellationToken);
        if (!report.IsEquivalent)
        {
            VerificationView.Write(page, report, TrainingFiles.ModelName, request.Noun);
            return Different(request, terminal);
        }

        var comparison = new StepCheck(files, trainer, request.Provider).Run(rows, inputs, cancellationToken);
        TrainingFilesView.WriteCheck(page, comparison, report.RuntimeVersion, request.Noun);
        if (comparison.Problems.Count > 0) return Different(request, terminal);
        folder.Commit(TrainingFiles.Names);
        TrainingFilesView.WriteFiles(page, files, session.Model.Inputs.Count, request.Output);
        TrainingFilesView.WriteNext(terminal, page, request.Output);
        return ExitCode.Done;
    }

    protected override bool IsComplete(CommandResult result) =>
        base.IsComplete(result) || _options.Sources.Any(source => result.GetResult(source) is { Implicit: false });

    private static int Different(TrainRequest request, Terminal terminal)
    {
        FailureView.Write(
            terminal,
            new($"{request.Output} was not written: ONNX Runtime and the library compute different numbers.", null, ExitCode.Different));
        return ExitCode.Different;
    }
}
