namespace OnnxTrain;

/// <summary>A possible problem of a training run, and what to try, as text.</summary>
/// <param name="Issue">The kind of problem; its documentation gives the threshold.</param>
/// <param name="Text">The numbers that show the problem, and the remedies.</param>
public sealed record TrainingAdvice(TrainingIssue Issue, string Text)
{
    /// <summary>
    /// Analyzes the history of a run. Losses are always analyzed; gradients, updates and units only if
    /// <see cref="TrainingOptions.Diagnose"/> recorded them.
    /// </summary>
    /// <param name="history">The history.</param>
    /// <returns>The advice, the most severe first; empty if nothing stands out.</returns>
    public static IReadOnlyList<TrainingAdvice> Of(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return
        [
            .. CourseAdvice.Divergence(history),
            .. LayerAdvice.Of(history.Epochs),
            .. LayerAdvice.OfUnits(history),
            .. CourseAdvice.Of(history),
        ];
    }

    /// <summary>
    /// The advice for a run whose number of epochs cross-validation may have chosen: then there is none to train for longer.
    /// </summary>
    internal static IReadOnlyList<TrainingAdvice> Of(History history, bool epochsAreChosen) =>
        [.. Of(history).Where(advice => !epochsAreChosen || advice.Issue != TrainingIssue.Unfinished)];
}
