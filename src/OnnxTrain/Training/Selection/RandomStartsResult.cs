using System.Globalization;

namespace OnnxTrain;

/// <summary>Models trained from several seeds.</summary>
/// <typeparam name="TModel">The models.</typeparam>
/// <param name="Starts">The trainings in order.</param>
/// <param name="MetricName">What the scores are.</param>
public sealed record RandomStartsResult<TModel>(IReadOnlyList<RandomStart<TModel>> Starts, string MetricName)
    where TModel : Model
{
    /// <summary>The one with the lowest loss, the first of equals.</summary>
    public RandomStart<TModel> Best => Starts.MinBy(start => double.IsNaN(start.Loss) ? double.PositiveInfinity : start.Loss)!;

    /// <summary>All models as one.</summary>
    /// <param name="method">How their answers become one.</param>
    /// <exception cref="ArgumentException">There is one model only; or they vote, and are no classifiers.</exception>
    public TModel ToEnsemble(EnsembleMethod method = EnsembleMethod.Mean) =>
        (TModel)Ensemble.Of([.. Starts.Select(Model (start) => start.Model)], method);

    /// <summary>A line for each training, the best one marked.</summary>
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
