namespace OnnxTrain.Cli;

/// <summary>The results of several trainings.</summary>
internal static class SelectionView
{
    private const int MostRows = 20;
    private const string Loss = "loss";

    public static void WriteFolds(Page page, CrossValidationResult result, int rows, string noun)
    {
        page.Heading("Cross-validation", $"{result.Folds.Count} folds: {result.MetricName} {Score(result)}");
        page.Blank();
        page.Table(
            ["fold", $"{noun}s", .. Metric(result.MetricName), "loss", "best epoch"],
            [
                .. result
                    .Folds.Take(MostRows)
                    .Select(f =>
                        (string[])
                            [
                                $"{f.Fold}", $"{f.TestRows:N0}",
                                .. Metric(result.MetricName).Select(name => Numbers.Metric(name, f.Score)), Numbers.Loss(f.Loss),
                                $"{f.History.BestEpoch}",
                            ]),
            ]);
        if (result.Folds.Count > MostRows)
            page.Line($"… and {result.Folds.Count - MostRows} more");
        page.Blank();
        page.Fact(
            "epochs",
            $"{result.BestEpochs}, the mean of the folds' best; the file is trained for so many on all {Numbers.Count(rows, noun)}");
        page.Fact(
            "note",
            $"each network is scored on {noun}s that it was not trained on; they also chose the number of epochs, so the score is "
                + "slightly optimistic");
        page.Blank();
    }

    public static void WriteMembers(Page page, RandomStartsResult<Model> members, bool vote, bool haveValidation, string noun)
    {
        page.Heading("Ensemble", $"{members.Starts.Count} networks, {(vote ? "majority vote" : "mean of the predictions")}");
        page.Blank();
        page.Table(
            ["network", "seed", .. Metric(members.MetricName), "loss", "epochs"],
            [
                .. members
                    .Starts.Take(MostRows)
                    .Select(
                        (s, i) =>
                            (string[])
                                [
                                    $"{i + 1}", $"{s.Seed}",
                                    .. Metric(members.MetricName).Select(name => Numbers.Metric(name, s.Score)), Numbers.Loss(s.Loss),
                                    $"{s.History.Epochs.Count}",
                                ]),
            ]);
        if (members.Starts.Count > MostRows)
            page.Line($"… and {members.Starts.Count - MostRows} more");
        page.Blank();
        var scores = members.MetricName == Loss ? Loss : $"{members.MetricName} and {Loss}";
        page.Line(
            $"{scores} of each network alone, on the {(haveValidation ? "validation" : "training")} {noun}s; the results of the ensemble "
                + "follow");
    }

    /// <summary>The metric, where networks are scored by another than the loss.</summary>
    private static string[] Metric(string name) => name == Loss ? [] : [name];

    public static string Score(CrossValidationResult result) =>
        $"{Numbers.Metric(result.MetricName, result.Mean)} ± {Numbers.Metric(result.MetricName, result.StandardDeviation)}";
}
