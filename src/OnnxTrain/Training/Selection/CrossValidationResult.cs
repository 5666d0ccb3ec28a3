using System.Globalization;

namespace OnnxTrain;

/// <summary>The result of cross-validation.</summary>
/// <param name="Folds">The folds in order.</param>
/// <param name="MetricName">The name of the score.</param>
/// <param name="LowerIsBetter">Whether a lower score is better.</param>
public sealed record CrossValidationResult(IReadOnlyList<FoldResult> Folds, string MetricName, bool LowerIsBetter)
{
    /// <summary>The mean of the folds' scores.</summary>
    public double Mean => Folds.Average(f => f.Score);

    /// <summary>The sample standard deviation of the folds' scores, √(Σ (s − s̄)² / (k − 1)).</summary>
    public double StandardDeviation
    {
        get
        {
            var mean = Mean;
            return Math.Sqrt(Folds.Sum(f => (f.Score - mean) * (f.Score - mean)) / (Folds.Count - 1));
        }
    }

    /// <summary>The mean of the folds' losses.</summary>
    public double MeanLoss => Folds.Average(f => f.Loss);

    /// <summary>The means of the folds' losses and metrics of each target if the model has several; otherwise empty.</summary>
    public IReadOnlyList<TargetScore> Targets => TargetScore.Means([.. Folds.Select(f => f.Targets)]);

    /// <summary>The mean of the folds' best numbers of epochs, rounded half up.</summary>
    public int BestEpochs => Math.Max(1, (int)Math.Round(Folds.Average(f => f.History.BestEpoch), MidpointRounding.AwayFromZero));

    /// <summary>One line per fold, and the mean and standard deviation; for several targets, also the means of each.</summary>
    public override string ToString() => Targets.Count == 0 ? OfFolds()
        : OfFolds() + "\n" + TextTable.Of(
            ["target", "metric", "mean"], [.. Targets.Select(s => (string[])[s.Target, s.Metric, Text(s.Value)])]);

    private string OfFolds() =>
        TextTable.Of(
            ["fold", "rows", MetricName, "loss", "best epoch"],
            [
                .. Folds.Select(f => (string[])[Text(f.Fold), Text(f.TestRows), Text(f.Score), Text(f.Loss), Text(f.History.BestEpoch)]),
                [
                    "mean", "", $"{Text(Mean)} ± {Text(StandardDeviation)}", Text(MeanLoss),
                    Folds.Average(f => f.History.BestEpoch).ToString("0.0", CultureInfo.InvariantCulture),
                ],
            ]);

    /// <summary>Writes the results of the folds to the metadata of a model.</summary>
    internal void WriteTo(Model model)
    {
        model.Metadata["cross_validation.folds"] = Text(Folds.Count);
        model.Metadata[$"cross_validation.{MetricName}"] = Mean.ToString(CultureInfo.InvariantCulture);
        foreach (var score in Targets)
            model.Metadata[$"cross_validation.{score.Key(".")}"] = score.Value.ToString(CultureInfo.InvariantCulture);
        model.Metadata["cross_validation.standard_deviation"] = StandardDeviation.ToString(CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("0.0000", CultureInfo.InvariantCulture);
}
