using System.Globalization;

namespace OnnxTrain;

/// <summary>The ranked trials of a search.</summary>
/// <typeparam name="TSettings">The type of the settings.</typeparam>
/// <param name="Trials">The trials in order of their mean score, the best first; of equal scores, the one tried first. Diverged trials come
/// last.</param>
/// <param name="MetricName">The name of the score.</param>
public sealed record SearchResult<TSettings>(IReadOnlyList<SearchTrial<TSettings>> Trials, string MetricName)
{
    /// <summary>The trial with the best mean score.</summary>
    /// <exception cref="InvalidOperationException">All trials diverged.</exception>
    public SearchTrial<TSettings> Best =>
        Trials[0].Result is not null
            ? Trials[0]
            : throw new InvalidOperationException(
                $"All {Trials.Count} trials diverged, so none is best; try lower learning rates. The first: {Trials[0].Failure}");

    /// <summary>Ranks the trials.</summary>
    internal static SearchResult<TSettings> Of(IReadOnlyList<SearchTrial<TSettings>> trials)
    {
        var first = trials.FirstOrDefault(trial => trial.Result is not null)?.Result;
        var sign = first is { LowerIsBetter: true } ? 1 : -1;

        // OrderBy is stable.
        return new(
            [
                .. trials
                    .OrderBy(trial => double.IsNaN(trial.Mean) ? double.PositiveInfinity : sign * trial.Mean)
                    .ThenBy(trial => trial.Result is null),
            ], first?.MetricName ?? "score");
    }

    /// <summary>One line per trial, the best first, with the settings as their <c>ToString</c> writes them.</summary>
    public override string ToString() => ToString(settings => InvariantText.Of(settings));

    /// <summary>One line per trial, the best first.</summary>
    /// <param name="describe">Describes settings in a few words.</param>
    public string ToString(Func<TSettings, string> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        return TextTable.Of(
            ["rank", MetricName, "±", "loss", "best epochs", "settings"],
            [.. Trials.Select((trial, i) => (string[])[Invariant($"{i + 1}"), .. Cells(trial), describe(trial.Settings)])]);
    }

    private static IEnumerable<string> Cells(SearchTrial<TSettings> trial) => trial.Result is { } result
        ? [Text(result.Mean), Text(result.StandardDeviation), Text(result.MeanLoss), Invariant($"{result.BestEpochs}")]
        : ["diverged", "", "", ""];

    private static string Text(double number) => number.ToString("0.0000", CultureInfo.InvariantCulture);
}
