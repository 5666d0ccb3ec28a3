namespace OnnxTrain.Cli;

/// <summary>What <c>search</c> was asked to do.</summary>
/// <param name="data">The table.</param>
/// <param name="common">The arguments that all trials have.</param>
/// <param name="axes">The options that vary.</param>
/// <param name="trials">How many settings are drawn; null for every combination.</param>
/// <param name="read">What arguments of <c>train</c> ask for.</param>
internal sealed class SearchRequest(
    string data, IReadOnlyList<string> common, IReadOnlyList<SearchAxis> axes, int? trials,
    Func<IEnumerable<string>, string, TrainRequest> read)
{
    private const int MostCombinations = 10_000;

    public IReadOnlyList<string> Varied => [.. axes.Select(axis => axis.Option)];

    /// <summary>The settings to try, each known to be good.</summary>
    /// <exception cref="ToolException">There is nothing to choose from, too much, or a value is none of its option.</exception>
    public IReadOnlyList<SearchSettings> Settings()
    {
        if (axes.Count == 0)
            throw new ToolException(
                "There is nothing to search.",
                "Give an option several values with / between, such as --hidden 16/64/64,32, or, with --trials, a range: --learning-rate "
                    + "1e-4..1e-1.");
        if (trials is { } count)
            return [.. Enumerable.Range(0, count).Select(Draw)];
        if (axes.FirstOrDefault(axis => axis.Range is not null) is { } range)
            throw new ToolException(
                $"{range.Option} is a range, which has no combinations to try one by one.",
                "Add --trials and how many settings to draw, such as --trials 20.");
        var combinations = axes.Aggregate(1L, (product, axis) => Math.Min(product * axis.Values.Count, int.MaxValue));
        if (combinations > MostCombinations)
            throw new ToolException(
                $"There are {combinations:N0} combinations, more than {MostCombinations:N0}.",
                "Add --trials and how many of them to try, such as --trials 50.");
        IEnumerable<(string, string)[]> all =
        [
            [],
        ];
        foreach (var axis in axes)
            all = all.SelectMany(before => axis.Values.Select(value => ((string, string)[])[.. before, (axis.Option, value)]));
        return [.. all.Select(Read)];
    }

    /// <summary>The command that trains with some settings; the folds, which come first among what is common, go to its end.</summary>
    public string TrainCommand(SearchSettings settings) =>
        CommandLineText.Of(["train", .. TableName.Arguments(data), .. common.Skip(2), .. settings.Arguments, .. common.Take(2)]);

    private SearchSettings Draw(int trial)
    {
        var random = new RandomDraw(read(common, data).Options.Seed, trial);
        return Read([.. axes.Select(axis => (axis.Option, axis.Draw(random)))]);
    }

    private SearchSettings Read((string Option, string Value)[] values) =>
        new(values, read([.. common, .. values.SelectMany(v => (string[])[v.Option, v.Value])], data));
}
