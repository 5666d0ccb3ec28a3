using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary><c>search</c>: which settings do best in cross-validation.</summary>
internal sealed class SearchVerb() : Verb(
    "search",
    "Compare settings by cross-validation and rank them.",
    "Which data? Give a CSV file: onnxtrain search DATA.csv --target COLUMN --hidden 16/64,32; or a folder of images")
{
    private readonly Argument<string[]> _data = Data("DATA", "A table or a folder of images as for train.");
    private readonly SearchOptions _options = new();

    public override string Description =>
        "Evaluates combinations of settings by cross-validation on the same folds and ranks them. Options of the network and of training "
        + "can have several values, separated by / or (in quotes) |: --hidden 16/64,32. With --trials settings are drawn at random, and a "
        + "number can be a range: --learning-rate 1e-4..1e-1, on a logarithmic scale if its ends differ by a factor of 10 or more. Nothing "
        + "is written; the command that trains with the best settings is printed.";

    public override IReadOnlyList<Argument> Arguments => [_data];

    public override IReadOnlyList<HelpSection> Sections => _options.Sections;

    public override IReadOnlyList<(string Command, string Effect)> Examples =>
        [
            (
                "onnxtrain search iris.csv --target species --hidden 8/16/64,32 --learning-rate 1e-2/1e-3",
                "Try six combinations in five folds."),
            (
                "onnxtrain search houses.csv --target price --trials 20 --learning-rate 1e-4..1e-1 --dropout 0..0.5",
                "Try 20 settings drawn at random."),
            ("onnxtrain search flowers --image-size 64 --model compactcnn/resnet18 --folds 3", "Compare networks on images."),
        ];

    public override IReadOnlyList<(int Code, string Meaning)> ExitCodes =>
    [
        (ExitCode.Done, "The settings are ranked."),
        (ExitCode.Failed, "Bad usage or data, or all trials diverged."),
        (ExitCode.Cancelled, "Stopped by Ctrl-C; the trials that had ended are ranked."),
    ];

    public override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = TableName.Of(arguments.GetValue(_data))!;
        var request = _options.Request(arguments, path);
        IReadOnlyList<SearchSettings> settings = [.. request.Settings().Select(trial => trial.Resolved())];
        settings[0].Request.RequireData();
        using var memory = new MemoryWatch(settings[0].Request.Columns.Memory);
        var (first, data) = TrainingSession.Prepare(settings[0].Request, terminal, cancellationToken);
        var page = new Page(terminal.Out);
        string[] names = [data.Name, .. data.Targets.Select(target => target.Name).Where(name => name.Length > 0)];
        page.Heading(
            "Search",
            $"{string.Join(", ", names)}: {Numbers.Count(settings.Count, "trial")} of {first.Folds} folds, "
                + $"{Numbers.Count(data.TrainCount, first.Noun)}, seed {first.Options.Seed}");
        foreach (var note in data.Notes)
            page.Fact("note", note);
        page.Blank();

        var trials = new List<SearchTrial<SearchSettings>>();
        try
        {
            var ranking = ModelSelection.Search(settings, data, new Listener(Told), cancellationToken);
            terminal.OutWriter.WriteLine();
            SearchView.WriteRanking(page, ranking, request.Varied);
            if (ranking.Trials[0].Result is null) throw new ToolException("All trials diverged.", "Try lower rates: --learning-rate.");
            page.Heading("Train with the best", "cross-validation finds the number of epochs; then all rows are trained on", Page.Good);
            terminal.OutWriter.WriteLine($"  {request.TrainCommand(ranking.Best.Settings)}");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            terminal.OutWriter.WriteLine();
            if (trials.Count > 0)
                SearchView.WriteRanking(page, SearchResult<SearchSettings>.Of(trials), request.Varied);
            FailureView.Write(
                terminal,
                new($"Stopped after {trials.Count} of {Numbers.Count(settings.Count, "trial")}.", null, ExitCode.Cancelled));
            return ExitCode.Cancelled;
        }

        void Told(SearchTrial<SearchSettings> trial)
        {
            trials.Add(trial);
            SearchView.WriteTrial(terminal.OutWriter, trial, settings.Count);
        }
    }

    private sealed class Listener(Action<SearchTrial<SearchSettings>> told) : IProgress<SearchTrial<SearchSettings>>
    {
        public void Report(SearchTrial<SearchSettings> value) => told(value);
    }
}
