using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>export-training</c>: those of <c>train</c> that a single step depends on, and how it is written.</summary>
internal sealed class ExportTrainingOptions
{
    private const string OneNetwork = "the step trains one network";
    private const string NoRun = "nothing is trained";

    /// <summary>Options of <c>train</c> for what only a run of training has.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>(
        from row in TrainingOptionTable.All
        where row.NotInStepFiles is not null
        from option in row.ToolOptions
        select KeyValuePair.Create(option, row.NotInStepFiles!))
    {
        ["--calibrate"] = "nothing is trained, so there are no probabilities to calibrate",
        ["--threshold"] = "nothing is trained, so there are no probabilities to compare",
        ["--test"] = "nothing is trained, so there is no model to test",
        ["--validation"] = "all rows of DATA are training rows; the program that runs the step holds validation rows back",
        ["--split-by"] = "all rows of DATA are training rows",
        ["--split-time"] = "all rows of DATA are training rows",
        ["--folds"] = OneNetwork,
        ["--ensemble"] = OneNetwork,
        ["--vote"] = OneNetwork,
        ["--history"] = $"{NoRun}, so there is no history",
        ["--keep-best"] = $"{NoRun}, so there is no best epoch",
        ["--no-verify"] = "the files are always verified in ONNX Runtime",
        ["--verify-rows"] = "the file of predictions is verified on a sample of the rows",
        ["--labels"] = "the files keep the names of the classes; finish writes the model",
    };

    private readonly TrainOptions _train = new();

    private readonly Option<int?> _epochs = Options.Integer(
        "--epochs", "N",
        $"The number of epochs of --schedule; later epochs keep its last rate. Default: {TrainDefaults.Current.Epochs}; for images "
            + $"{TrainDefaults.Images.Epochs}.",
        least: 1);

    private readonly Option<int?> _stepsPerEpoch = Options.Integer(
        "--steps-per-epoch", "N", "The steps in an epoch, for --schedule. Default: rows / batch size, rounded up.", least: 1);

    private readonly Option<string?> _output = Options.Output(
        "FOLDER",
        "The folder to write to; files of an earlier export in it are replaced. Default: the name of DATA with -training, in the current "
            + "folder."
    );

    private readonly Option<RandomSource?> _random = Options.Choice(
        "--random",
        "Where the random numbers of dropout come from: seed draws them in the file from the inputs seed and step, as train does; inputs "
            + "adds an input for each mask. Default: seed.",
        ("seed", RandomSource.Seed),
        ("inputs", RandomSource.Inputs));

    public IReadOnlyList<HelpSection> Sections => _train.StepSections([_epochs, _stepsPerEpoch], [_output, _random]);

    /// <summary>Options that name the data.</summary>
    public IEnumerable<Option> Sources => _train.Sources;

    /// <summary>Where random numbers come from.</summary>
    public RandomSource Random(ParseResult arguments) => arguments.GetValue(_random) ?? RandomSource.Seed;

    /// <param name="arguments">The command line.</param>
    /// <param name="data">A file or a folder; null where an option names it.</param>
    /// <exception cref="ToolException">Options contradict each other, or are not for a step in a file.</exception>
    public TrainRequest Request(ParseResult arguments, string? data)
    {
        var request = _train.Request(arguments, data);
        var (schedule, stepsPerEpoch) = (request.Fitting.Schedule.Kind, arguments.GetValue(_stepsPerEpoch));
        if (schedule == ScheduleKind.Plateau)
            throw new ToolException(
                "--schedule plateau depends on the losses of epochs, which a step does not know.",
                "Choose another schedule, or leave it out and feed learning_rate yourself.");
        var length =
            arguments.GetValue(_epochs) is not null ? "--epochs"
            : stepsPerEpoch is not null ? "--steps-per-epoch"
            : null;
        if (length is not null && schedule == ScheduleKind.Constant && request.Fitting.WarmUp == 0)
            throw new ToolException(
                $"{length} is for --schedule, and there is no --schedule.",
                $"Leave {length} out: the program that runs the step decides when to stop.");
        if (
            request.Images.Augment is { Changes: var changes }
            && changes.FirstOrDefault(change => change.Name != "mixup").Name is { } change)
            throw new ToolException(
                $"--augment {change} changes images before they go into the step.",
                "Leave it out: the program that runs the step changes them. Of all changes, mixup alone is part of the step.");
        return request with
        {
            Output = arguments.GetValue(_output) ?? $"{Path.GetFileNameWithoutExtension(request.Output)}-training",
            Epochs = arguments.GetValue(_epochs) ?? request.Epochs,
            Validation = HeldOut.None,
            Fitting = request.Fitting with { StepsPerEpoch = stepsPerEpoch },
        };
    }
}
