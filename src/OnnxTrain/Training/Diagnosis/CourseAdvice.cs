namespace OnnxTrain;

/// <summary>Advice from the losses of a run.</summary>
internal static class CourseAdvice
{
    public const double LeastRise = 1.05, LargeRise = 1.5, RiseOfFall = 0.05, Standstill = 0.99;
    public const int FewestEpochs = 5, Window = 5;

    public static IEnumerable<TrainingAdvice> Divergence(History history)
    {
        if (history.StopReason != StopReason.Diverged)
            yield break;
        yield return new(
            TrainingIssue.Diverged,
            "The loss was no longer a finite number: the steps are too large. Try a tenth of the learning rate, or clip the norm of the "
                + "gradient at 1.");
    }

    public static IEnumerable<TrainingAdvice> Of(History history)
    {
        if (history.Epochs.Count < FewestEpochs || history.Best is not { } best || history.StopReason == StopReason.Diverged) yield break;
        var (first, last) = (history.Epochs[0], history.Epochs[^1]);
        if (Overfitting(history.Epochs) is { } overfitting) yield return overfitting;
        if (first.TrainingLoss > 0 && last.TrainingLoss >= Standstill * first.TrainingLoss)
        {
            yield return new(
                TrainingIssue.NoProgress,
                $"The training loss hardly falls: {Powers.Of(first.TrainingLoss)} in the first epoch, {Powers.Of(last.TrainingLoss)} in "
                    + "the last. Try another learning rate (a range test finds one), or a larger network.");
        }
        else if (IsUnfinished(history, best))
        {
            yield return new(
                TrainingIssue.Unfinished,
                Invariant($"The loss was still falling in the last of {history.Epochs.Count} epochs. Train for longer."));
        }
    }

    /// <summary>The losses of single epochs fluctuate; medians of several in a row show the trend.</summary>
    private static TrainingAdvice? Overfitting(IReadOnlyList<EpochResult> epochs)
    {
        if (epochs.Count < 2 * Window || epochs.Any(e => e.ValidationLoss is null))
            return null;
        var windows = Enumerable
            .Range(0, epochs.Count - Window + 1)
            .Select(start => epochs.Skip(start).Take(Window).ToList())
            .Select(w =>
                (
                    Middle: w[Window / 2].Epoch,
                    Training: Median(w.Select(e => e.TrainingLoss)),
                    Validation: Median(w.Select(e => e.ValidationLoss!.Value))))
            .ToList();
        var (lowest, last) = (windows.MinBy(w => w.Validation), windows[^1]);
        var fall = epochs[0].ValidationLoss!.Value - lowest.Validation;
        var hasRisen = last.Validation >= LargeRise * lowest.Validation
            || (last.Validation >= LeastRise * lowest.Validation && last.Validation - lowest.Validation >= RiseOfFall * fall);
        if (lowest.Validation <= 0 || !hasRisen || last.Training >= lowest.Training)
            return null;
        return new(
            TrainingIssue.Overfitting,
            Invariant($"Overfitting: since about epoch {lowest.Middle} the validation loss has risen from ")
                + Invariant($"{Powers.Of(lowest.Validation)} to {Powers.Of(last.Validation)}, while the training loss has fallen from ")
                + Invariant($"{Powers.Of(lowest.Training)} to {Powers.Of(last.Training)}. ")
                + "Keep the best weights (early stopping does); more rows, dropout, weight decay or a smaller network may help.");
    }

    private static double Median(IEnumerable<double> numbers) => numbers.Order().ElementAt(Window / 2);

    private static bool IsUnfinished(History history, EpochResult best)
    {
        var before = history.Epochs[^(1 + Math.Max(1, history.Epochs.Count / 10))];
        return history.StopReason == StopReason.Completed && best.Epoch == history.Epochs[^1].Epoch
            && Loss(best) > 0 && Loss(best) <= Standstill * Loss(before);
    }

    private static double Loss(EpochResult epoch) => epoch.ValidationLoss ?? epoch.TrainingLoss;
}
