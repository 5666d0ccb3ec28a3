using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c>, and the request that they make: of a table or of images.</summary>
internal sealed class TrainOptions
{
    private readonly RunOptions _run = new();
    private readonly TableOptions _table = new();
    private readonly ImageOptions _images = new();
    private readonly SelectionOptions _selection = new();

    public IReadOnlyList<HelpSection> Sections =>
    [
        new("Data", [.. _table.OfData, .. _run.OfJudging, .. _table.OfSplit]),
        _table.Inputs,
        _table.Network,
        _images.Data,
        _images.Network,
        _run.Fitting,
        _run.Training,
        _run.LongRuns,
        _selection.Section,
        _run.Output,
    ];

    /// <summary>Those that a test of learning rates takes too.</summary>
    public IReadOnlyList<HelpSection> RateSections =>
    [
        new("Data", [.. _table.OfData, _run.Validation, .. _table.OfSplit]), _table.Inputs, _table.Network, _images.Data, _images.Network,
        _run.Fitting, _run.Steps,
    ];

    /// <summary>Those that a step in a file takes too, with its own options at the end of the last two sections.</summary>
    public IReadOnlyList<HelpSection> StepSections(Option[] ofTraining, Option[] ofOutput) =>
    [
        new("Data", _table.OfData),
        _table.Inputs,
        _table.Network,
        _images.Data,
        _images.Network,
        _run.Fitting,
        new("Training", [.. _run.OfStep, .. ofTraining]),
        new("Output", [.. ofOutput, .. _run.OfFile]),
    ];

    /// <summary>Options that name the data.</summary>
    public IEnumerable<Option> Sources => _images.Sources;

    /// <param name="arguments">The command line.</param>
    /// <param name="data">A file or a folder; null where an option names it.</param>
    /// <exception cref="ToolException">Options contradict each other, or are for other data.</exception>
    public TrainRequest Request(ParseResult arguments, string? data) => _selection.AddTo(
        ImageOptions.AreImages(data) || _images.Sources.Any(source => IsGiven(arguments, source))
            ? ImageRequest(arguments, data)
            : TableRequest(arguments, data!),
        arguments, arguments.GetValue(_run.Validation)?.IsAny == true);

    private TrainRequest TableRequest(ParseResult arguments, string data)
    {
        data = _table.NameOf(arguments, data);
        var output = _run.OutputOf(arguments, $"{TableName.BaseName(data)}.onnx");
        var request = _table.Request(arguments, data, output) with { Images = _images.Request(arguments) };
        return _run.AddTo(request, arguments);
    }

    private TrainRequest ImageRequest(ParseResult arguments, string? data)
    {
        MisplacedOptions.Refuse(arguments, _table.All, "tables", "there are images to train on");
        var (folder, kind) = (_images.FolderOf(arguments, data), _images.KindOf(arguments));
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (kind != DataKind.Folder && _run.OfJudging.FirstOrDefault(option => IsGiven(arguments, option)) is { } judging)
            throw new ToolException(
                $"{judging.Name} is for folders of images, and --{kind.ToString().ToLowerInvariant()} brings test images, which validate.",
                $"Leave {judging.Name} out.");
        var request = new TrainRequest(kind)
        {
            Data = folder,
            Output = _run.OutputOf(arguments, $"{(name.Length == 0 ? "images" : name)}.onnx"),
            Images = _images.Request(arguments),
        };
        return _run.AddTo(request, arguments);
    }

    private static bool IsGiven(ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };
}
