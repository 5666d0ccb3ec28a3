using System.CommandLine;
using System.Globalization;
using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c>, and the request that they make.</summary>
internal sealed class TrainOptions
{
    private static readonly TrainDefaults Defaults = TrainDefaults.Current;

    private readonly Option<string?> _target = Options.Text("--target", "COLUMN", "The column to predict.");

    private readonly Option<string?> _output = Options.Text(
        "--output", "FILE", "The file to write. Default: DATA's name with .onnx, in the current folder.");

    private readonly Option<TaskChoice?> _task = Options.Choice(
        "--task", "What to predict. auto: a class if the target is text, truth values or few whole numbers, else a number.",
        ("auto", TaskChoice.Auto), ("classification", TaskChoice.Classification), ("regression", TaskChoice.Regression));

    private readonly Option<string[]> _ignore = Options.Texts(
        "--ignore", "COLUMNS", "Columns that the model is not to look at, with commas between.");

    private readonly Option<string[]> _keep = Options.Texts(
        "--keep", "COLUMNS", "Columns that the model is to look at although they look like identifiers, with commas between.");

    private readonly Option<string[]> _categorical = Options.Texts(
        "--categorical", "COLUMNS", "Columns whose numbers are names, such as postcodes, with commas between.");

    private readonly Option<double?> _validation = Options.Number(
        "--validation", "PART", $"The part of the rows held back as validation rows instead of learning from them; 0 for none. Default: {Text(Defaults.Validation)}.",
        part => part is >= 0 and < 1, "a part of the rows: 0 or more and below 1");

    private readonly Option<int[]?> _hidden = Options.Parsed<int[]>(
        "--hidden", "UNITS", $"Units of each hidden layer; none for a linear model. Default: {string.Join(',', Defaults.Hidden)}.",
        Layers, "units of each layer with commas between, such as 64,32, or none");

    private readonly Option<Activation?> _activation = Options.Choice(
        "--activation", $"The function after each hidden layer. Default: {Name(Defaults.Activation)}.",
        [.. Enum.GetValues<Activation>().Select(activation => (Name(activation), activation))]);

    private readonly Option<double?> _dropout = Options.Number(
        "--dropout", "PART", "The part of the hidden units dropped in each step. Default: 0.",
        part => part is >= 0 and < 1, "a part: 0 or more and below 1");

    private readonly Option<OptimizerKind?> _optimizer = Options.Choice(
        "--optimizer", "How the weights follow their gradients. Default: adam.",
        ("adam", OptimizerKind.Adam), ("adamw", OptimizerKind.AdamW), ("adamax", OptimizerKind.Adamax), ("nadam", OptimizerKind.NAdam),
        ("rmsprop", OptimizerKind.RmsProp), ("adagrad", OptimizerKind.AdaGrad), ("sgd", OptimizerKind.Sgd));

    private readonly Option<double?> _learningRate = Options.Number(
        "--learning-rate", "RATE", $"The size of a step. Default: {Text(Defaults.LearningRate)}; for sgd and adagrad {Text(Defaults.SgdLearningRate)}.",
        rate => rate > 0, "a positive number, such as 0.001");

    private readonly Option<int?> _batchSize = Options.Integer(
        "--batch-size", "ROWS", $"Rows to a step. Default: {Defaults.BatchSize}.", least: 1);

    private readonly Option<int?> _epochs = Options.Integer(
        "--epochs", "N", $"The most passes over the rows. Default: {Defaults.Epochs}.", least: 1);

    private readonly Option<int?> _patience = Options.Integer(
        "--patience", "N", $"Stop after N epochs without a lower loss and take the best weights; 0 runs all epochs and takes the last. Default: {Defaults.Patience}.", least: 0);

    private readonly Option<double?> _l2 = Options.Number(
        "--l2", "WEIGHT", $"The weight of the penalty on large weights. Default: {Text(Defaults.L2)}; for adamw {Text(Defaults.AdamWDecay)}.",
        weight => weight >= 0, "0 or a positive number, such as 0.0001");

    private readonly Option<ulong?> _seed = Options.Seed(
        "--seed", "N", "Selects the split, the first weights and the order of the rows. The same seed gives the same file. Default: 0.");

    private readonly Option<int?> _threads = Options.Integer(
        "--threads", "N", "The most threads to use; the result is the same for every number. Default: all processors.", least: 1, most: 1024);

    private readonly Option<bool> _keepBest = Options.Flag(
        "--keep-best", "Export the best weights so far when training is stopped by Ctrl-C or diverges, without asking.");

    private readonly Option<int?> _opset = Options.Integer(
        "--opset", "N", $"The operator set of the file. Default: the lowest that the model needs, at least {OnnxVersions.DefaultOpset}.",
        OnnxVersions.MinimumOpset, OnnxVersions.MaximumOpset);

    private readonly Option<bool> _noVerify = Options.Flag(
        "--no-verify", "Do not run the file in ONNX Runtime to see that it computes what was trained.");

    private readonly Option<string?> _checkpoint = Options.Text(
        "--checkpoint", "FOLDER", "Keep the run in this folder while it lasts, so that --resume can go on after Ctrl-C, a crash or a power cut.");

    private readonly Option<double?> _checkpointEvery = Options.Number(
        "--checkpoint-every", "SECONDS", "How often. Default: 30; 0 for every step.", seconds => seconds is >= 0 and <= 86400, "seconds, 0 to 86400");

    private readonly Option<bool> _resume = Options.Flag(
        "--resume", "Go on from the checkpoint, if there is one; the result is the same as that of a run in one piece.");

    private readonly Option<string?> _history = Options.Text(
        "--history", "FILE", "Write losses and metrics of each epoch to a .csv or .json file.");

    private readonly InputOptions _inputs = new();

    private readonly FittingOptions _fitting = new();

    private readonly SelectionOptions _selection = new();

    private readonly Option<string?> _report = Options.Text(
        "--report", "FILE", "Write a report to an .html file: curves, layers, predictions, data and verification.");

    private readonly Option<string?> _tensorBoard = Options.Text(
        "--tensorboard", "FOLDER", "Write an event file for TensorBoard to a folder while training.");

    public IReadOnlyList<HelpSection> Sections =>
    [
        new("Data", _target, _task, _ignore, _keep, _categorical, _inputs.Weight, _validation),
        _inputs.Section,
        new("Network", _hidden, _activation, _dropout),
        _fitting.Section,
        new("Training", [_epochs, _patience, _optimizer, _learningRate, _batchSize, _l2, .. _fitting.OfTraining, _seed, _threads]),
        new("Long runs", _checkpoint, _checkpointEvery, _resume),
        _selection.Section,
        new("Output", _output, _opset, _history, _report, _tensorBoard, _keepBest, _noVerify, Provider),
    ];

    /// <summary>Those that a test of learning rates takes too.</summary>
    public IReadOnlyList<HelpSection> RateSections =>
    [
        new("Data", _target, _task, _ignore, _keep, _categorical, _inputs.Weight, _validation),
        _inputs.Section,
        new("Network", _hidden, _activation, _dropout),
        _fitting.Section,
        new("Training", [_optimizer, _batchSize, _l2, .. _fitting.OfSteps, _seed, _threads]),
    ];

    private Option<ExecutionProvider?> Provider { get; } = ProviderOption.Create();

    public TrainRequest Request(ParseResult arguments, string data) =>
        _selection.AddTo(Plain(arguments, data), arguments, arguments.GetValue(_validation) > 0);

    private TrainRequest Plain(ParseResult arguments, string data) => new()
    {
        Data = data,
        Target = arguments.GetValue(_target),
        Output = arguments.GetValue(_output) ?? Path.ChangeExtension(Path.GetFileName(data), ".onnx"),
        Task = arguments.GetValue(_task) ?? TaskChoice.Auto,
        Ignore = arguments.GetValue(_ignore) ?? [],
        Keep = arguments.GetValue(_keep) ?? [],
        Categorical = arguments.GetValue(_categorical) ?? [],
        Hidden = arguments.GetResult(_hidden) is null ? Defaults.Hidden : arguments.GetValue(_hidden)!,
        Activation = arguments.GetValue(_activation) ?? Defaults.Activation,
        Dropout = arguments.GetValue(_dropout) ?? 0,
        Optimizer = arguments.GetValue(_optimizer) ?? Defaults.Optimizer,
        LearningRate = arguments.GetValue(_learningRate),
        L2 = arguments.GetValue(_l2),
        BatchSize = arguments.GetValue(_batchSize) ?? Defaults.BatchSize,
        Epochs = arguments.GetValue(_epochs) ?? Defaults.Epochs,
        Patience = arguments.GetValue(_patience) ?? Defaults.Patience,
        Validation = arguments.GetValue(_validation) ?? Defaults.Validation,
        Seed = arguments.GetValue(_seed) ?? 0,
        Threads = arguments.GetValue(_threads),
        Opset = arguments.GetValue(_opset),
        Verify = !arguments.GetValue(_noVerify),
        Provider = arguments.GetValue(Provider) ?? ExecutionProvider.Cpu,
        Checkpoint = Checkpoint(arguments),
        History = arguments.GetValue(_history),
        Inputs = _inputs.Request(arguments),
        Fitting = _fitting.Request(arguments),
        Report = arguments.GetValue(_report),
        TensorBoard = arguments.GetValue(_tensorBoard),
        Command = CommandLineText.Of(arguments.Tokens.Select(token => token.Value)),
        KeepBest = arguments.GetValue(_keepBest),
    };

    private CheckpointOptions? Checkpoint(ParseResult arguments)
    {
        if (arguments.GetValue(_checkpoint) is { } folder)
            return new(folder) { Resume = arguments.GetValue(_resume), Interval = TimeSpan.FromSeconds(arguments.GetValue(_checkpointEvery) ?? 30) };
        var alone = arguments.GetValue(_resume) ? "--resume" : arguments.GetValue(_checkpointEvery) is null ? null : "--checkpoint-every";
        return alone is null ? null : throw new ToolException($"{alone} needs --checkpoint FOLDER: where the run is kept.");
    }

    /// <summary>The name of an activation on the command line: <c>leaky-relu</c>.</summary>
    public static string Name(Activation activation) => activation switch
    {
        Activation.LeakyRelu => "leaky-relu",
        Activation.HardSigmoid => "hard-sigmoid",
        Activation.HardSwish => "hard-swish",
        _ => activation.ToString().ToLowerInvariant(),
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static int[]? Layers(string text)
    {
        const int mostUnits = 1 << 16;
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return [];
        var layers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var units) || units is < 1 or > mostUnits) return null;
            layers.Add(units);
        }

        return [.. layers];
    }
}
