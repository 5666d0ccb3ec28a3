using System.CommandLine;
using System.Globalization;
using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that do not ask what there is to train on.</summary>
internal sealed class RunOptions
{
    private static readonly TrainDefaults Defaults = TrainDefaults.Current;
    private static readonly TrainDefaults Images = TrainDefaults.Images;

    private readonly Option<string?> _output = Options.Output(
        "FILE", "The file to write; - is standard output. Default: the name of DATA with .onnx, in the current folder.");

    private readonly Option<OptimizerKind?> _optimizer = Options.Choice(
        "--optimizer", "The optimizer; lbfgs takes all rows in each step. Default: adam.",
        ("adam", OptimizerKind.Adam), ("adamw", OptimizerKind.AdamW), ("adamax", OptimizerKind.Adamax), ("nadam", OptimizerKind.NAdam),
        ("radam", OptimizerKind.RAdam), ("lamb", OptimizerKind.Lamb), ("lion", OptimizerKind.Lion), ("adadelta", OptimizerKind.Adadelta),
        ("rmsprop", OptimizerKind.RmsProp), ("adagrad", OptimizerKind.AdaGrad), ("sgd", OptimizerKind.Sgd),
        ("lars", OptimizerKind.Lars), ("lbfgs", OptimizerKind.Lbfgs));

    private readonly Option<double?> _learningRate = Options.Number(
        "--learning-rate", "RATE",
        $"The learning rate. Default: {Text(Defaults.LearningRate)}, for sgd and adagrad {Text(Defaults.SgdLearningRate)}; for images "
            + $"{Text(Images.LearningRate)} and {Text(Images.SgdLearningRate)}; for lion a tenth of that of adam; for lars, adadelta and "
            + "lbfgs 1.",
        rate => rate > 0,
        "a positive number, such as 0.001");

    private readonly Option<int?> _epochs = Options.Integer(
        "--epochs", "N", $"The maximum number of epochs. Default: {Defaults.Epochs}; for images {Images.Epochs}.", least: 1);

    private readonly Option<double?> _l2 = Options.Number(
        "--l2", "WEIGHT",
        $"The weight decay (L2 penalty). Default: {Text(Defaults.L2)}; for images {Text(Images.L2)}; for adamw "
            + $"{Text(Defaults.AdamWDecay)}.",
        weight => weight >= 0,
        "0 or a positive number, such as 0.0001");

    private readonly Option<int?> _threads = Options.Integer(
        "--threads", "N", "The maximum number of threads; the result is the same for every number. Default: all processors.", least: 1,
        most: 1024);

    private readonly Option<bool> _keepBest = Options.Flag(
        "--keep-best", "Export the best weights so far, without asking, when training is stopped by Ctrl-C or diverges.");

    private readonly Option<int?> _opset = Options.Integer(
        "--opset", "N", $"The ONNX opset of the file. Default: the lowest that the model needs, at least {OnnxVersions.DefaultOpset}.",
        OnnxVersions.MinimumOpset, OnnxVersions.MaximumOpset);

    private readonly Option<ExportLabels?> _labels = Options.Choice(
        "--labels",
        "What the file holds besides numbers: the names of classes and categories; or none, for runtimes without text such as OpenCV, so "
            + "that it takes categories as indices and yields probabilities alone. Default: names.",
        ("names", ExportLabels.Names), ("none", ExportLabels.None));

    private readonly Option<bool> _calibrate = Options.Flag(
        "--calibrate",
        "Calibrate the probabilities in the file: divide the logits by the temperature with the lowest log loss on the validation rows.");

    private readonly Option<ThresholdChoice?> _threshold = Options.Parsed(
        "--threshold", "METRIC|P",
        "The probability from which the second of two classes is the label in the file: a number, or the best for accuracy, "
            + "balanced-accuracy or f1 on the validation rows. Default: 0.5.",
        ThresholdChoice.TryParse, ThresholdChoice.Wanted);

    private readonly Option<bool> _noVerify = Options.Flag(
        "--no-verify", "Do not compare the file in ONNX Runtime with the trained model.");

    private readonly Option<VerifyRows?> _verifyRows = Options.Parsed(
        "--verify-rows", "N|all",
        "The number of rows on which the file is compared with the model, spread over the data, or all. Default: as many as a tenth of the "
            + "time of training allows, or five seconds.",
        VerifyRows.TryParse, "a number of rows, 1 or more, or all");

    private readonly Option<string?> _checkpoint = Options.Text(
        "--checkpoint", "FOLDER",
        "Save the run in this folder while it lasts, so that --resume can continue it after Ctrl-C, a crash or a power cut.");

    private readonly Option<double?> _checkpointEvery = Options.Number(
        "--checkpoint-every", "SECONDS", "The seconds between two checkpoints; 0 for one after every step. Default: 30.",
        seconds => seconds is >= 0 and <= 86400,
        "seconds, 0 to 86400");

    private readonly Option<bool> _resume = Options.Flag(
        "--resume", "Continue from the checkpoint, if there is one; the result is that of an uninterrupted run.");

    private readonly Option<string?> _history = Options.Text(
        "--history", "FILE", "Write the losses and metrics of each epoch to a .csv or .json file.");

    private readonly FittingOptions _fitting = new();
    private readonly KnobOptions _knobs = new();

    private readonly Option<string?> _report = Options.Text(
        "--report", "FILE", "Write a report as an .html file: curves, layers, predictions, data and verification.");

    private readonly Option<string?> _tensorBoard = Options.Text(
        "--tensorboard", "FOLDER", "Write an event file for TensorBoard to a folder while training.");

    private readonly Option<ExecutionProvider?> _provider = ProviderOption.Create();

    private readonly Option<string?> _test = Options.Text(
        "--test", "FILE|FOLDER",
        "A table, or a folder of images, with the same columns or classes, by which the trained model is judged in the end. Default: the "
            + "folder test, where DATA is divided into train and test.");

    /// <summary>The rows or images that are held back.</summary>
    public Option<HeldOut?> Validation { get; } =
        Options.Parsed(
            "--validation", "PART|FILE|FOLDER",
            $"The part of the rows or images that is held back for validation, 0 for none; or a table or a folder of images of their own, "
                + $"with the same columns or classes. Default: {Text(Defaults.Validation)}.",
            HeldOut.TryParse,
            HeldOut.Wanted);

    /// <summary>The rows or images that a model is judged by.</summary>
    public Option[] OfJudging => [Validation, _test];

    public HelpSection Fitting => _fitting.Section;

    public HelpSection Training =>
        new(
            "Training",
            [_epochs, _optimizer, _learningRate, _l2, .. _fitting.OfTraining, .. _knobs.All, _threads]);

    /// <summary>Those that a test of learning rates takes too.</summary>
    public HelpSection Steps => new("Training", [_optimizer, _l2, .. _fitting.OfSteps, .. _knobs.OfSteps, _threads]);

    /// <summary>Those of a single step, which is written to a file.</summary>
    public Option[] OfStep => [_optimizer, _learningRate, _l2, .. _fitting.OfTraining, .. _knobs.OfStep, _threads];

    /// <summary>The operator set of the file, and where ONNX Runtime runs it.</summary>
    public Option[] OfFile => [_opset, _provider];

    public HelpSection LongRuns => new("Long runs", _checkpoint, _checkpointEvery, _resume);

    public HelpSection Output => new(
        "Output", _output, _opset, _labels, _calibrate, _threshold, _history, _report, _tensorBoard, _keepBest, _noVerify, _verifyRows,
        _provider);

    /// <summary>The file to write.</summary>
    public string OutputOf(ParseResult arguments, string otherwise) => arguments.GetValue(_output) ?? otherwise;

    /// <summary>The request with these options in it.</summary>
    /// <exception cref="ToolException">They contradict each other.</exception>
    public TrainRequest AddTo(TrainRequest request, ParseResult arguments) => request with
        {
            Optimizer = arguments.GetValue(_optimizer) ?? request.Optimizer,
            LearningRate = arguments.GetValue(_learningRate),
            L2 = arguments.GetValue(_l2),
            Epochs = arguments.GetValue(_epochs) ?? request.Epochs,
            Validation = arguments.GetValue(Validation) ?? request.Validation,
            Test = arguments.GetValue(_test),
            Calibrate = arguments.GetValue(_calibrate),
            Threshold = arguments.GetValue(_threshold),
            Threads = arguments.GetValue(_threads),
            Opset = arguments.GetValue(_opset),
            Labels = arguments.GetValue(_labels) ?? ExportLabels.Names,
            Verify = !arguments.GetValue(_noVerify),
            VerifyRows = arguments.GetValue(_verifyRows),
            Provider = arguments.GetValue(_provider) ?? ExecutionProvider.Cpu,
            Options = _knobs.AddTo(request.Options, arguments) with { Checkpoint = Checkpoint(arguments) },
            History = arguments.GetValue(_history),
            Fitting = _fitting.Request(arguments),
            Report = arguments.GetValue(_report),
            TensorBoard = arguments.GetValue(_tensorBoard),
            Command = CommandLineText.Of(arguments.Tokens.Select(token => token.Value)),
            KeepBest = arguments.GetValue(_keepBest),
        };

    private CheckpointOptions? Checkpoint(ParseResult arguments)
    {
        if (arguments.GetValue(_checkpoint) is { } folder)
            return new(folder)
            {
                Resume = arguments.GetValue(_resume), Interval = TimeSpan.FromSeconds(arguments.GetValue(_checkpointEvery) ?? 30),
            };
        var alone =
            arguments.GetValue(_resume) ? "--resume"
            : arguments.GetValue(_checkpointEvery) is null ? null
            : "--checkpoint-every";
        return alone is null ? null : throw new ToolException($"{alone} needs --checkpoint FOLDER, where the run is saved.");
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
