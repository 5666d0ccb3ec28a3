using System.Globalization;

namespace OnnxTrain;

/// <summary>Models trained from several seeds.</summary>
/// <typeparam name="TModel">The type of the models.</typeparam>
/// <param name="Starts">The trainings in order.</param>
/// <param name="MetricName">The name of the score.</param>
public sealed record RandomStartsResult<TModel>(IReadOnlyList<RandomStart<TModel>> Starts, string MetricName)
    where TModel : Model
{
    /// <summary>The one with the lowest loss; of equal losses, the first.</summary>
    public RandomStart<TModel> Best => Starts.MinBy(start => double.IsNaN(start.Loss) ? double.PositiveInfinity : start.Loss)!;

    /// <summary>Combines all models into an ensemble.</summary>
    /// <param name="method">How the predictions are combined.</param>
    /// <exception cref="ArgumentException">There is only one model, or the method is voting and the models are not classifiers.</exception>
    public TModel ToEnsemble(EnsembleMethod method = EnsembleMethod.Mean) =>
        (TModel)Ensemble.Of([.. Starts.Select(Model (start) => start.Model)], method);

    /// <summary>One line per training, the best one marked.</summary>
    public override string ToString()
    {
        var best = Best;
        return TextTable.Of(
            ["start", "seed", MetricName, "loss", "epochs", ""],
            [
                .. Starts.Select(
                    (start, i) =>
                        (string[])
                            [
                                Invariant($"{i + 1}"), $"{start.Seed}", Text(start.Score), Text(start.Loss),
                                Invariant($"{start.History.Epochs.Count}"), ReferenceEquals(start, best) ? "best" : "",
                            ]),
            ]);
    }

    private static string Text(double number) => number.ToString("0.0000", CultureInfo.InvariantCulture);
}
