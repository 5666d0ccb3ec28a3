namespace OnnxTrain;

/// <summary>What may be wrong with a training run, and what to try, in words.</summary>
/// <param name="Issue">What is wrong; its documentation gives the threshold.</param>
/// <param name="Text">The numbers that show it and the remedies, as sentences.</param>
public sealed record TrainingAdvice(TrainingIssue Issue, string Text)
{
    /// <summary>
    /// Reads the course of a run. That of the losses is always judged; gradients, updates and units only where they were
    /// recorded, as <see cref="TrainingOptions.Diagnose"/> asks.
    /// </summary>
    /// <param name="history">The course.</param>
    /// <returns>The worst first; empty if nothing is striking.</returns>
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
}
