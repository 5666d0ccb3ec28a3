namespace OnnxTrain.Cli;

/// <summary>The trials of a search, as they end and ranked.</summary>
internal static class SearchView
{
    private const int MostRows = 30;

    public static void WriteTrial(TextWriter writer, SearchTrial<SearchSettings> trial, int trials)
    {
        var score = trial.Result is { } result ? $"{result.MetricName} {SelectionView.Score(result)}" : "diverged";
        writer.WriteLine($"  trial {$"{trial.Trial}".PadLeft($"{trials}".Length)} of {trials}  {score}  {trial.Settings}");
        writer.Flush();
    }

    public static void WriteRanking(Page page, SearchResult<SearchSettings> ranking, IReadOnlyList<string> varied)
    {
        var metric = ranking.MetricName;
        page.Table(
            ["rank", metric, "±", "loss", "epochs", .. varied.Select(option => option.TrimStart('-'))],
            [
                .. ranking
                    .Trials.Take(MostRows)
                    .Select((trial, i) => (string[])[$"{i + 1}", .. Cells(trial), .. trial.Settings.Values.Select(v => v.Value)]),
            ]);
        if (ranking.Trials.Count > MostRows)
            page.Line($"… and {ranking.Trials.Count - MostRows} more");
        page.Blank();

        IEnumerable<string> Cells(SearchTrial<SearchSettings> trial) =>
            trial.Result is { } result
                ?
                [
                    Numbers.Metric(metric, result.Mean), Numbers.Metric(metric, result.StandardDeviation), Numbers.Loss(result.MeanLoss),
                    $"{result.BestEpochs}",
                ]
                : ["diverged", "", "", ""];
    }
}
