namespace OnnxTrain.Cli;

/// <summary>The result of training.</summary>
internal static class ResultView
{
    private const int CourseWidth = 24;

    /// <summary>How long it went, why it ended, and how the loss fell.</summary>
    public static void WriteCourse(Page page, TrainRequest request, TrainingOutcome outcome)
    {
        var history = outcome.History;
        page.Heading("Result", Reason(request, history));
        if (history.Epochs.Count == 0) return;
        page.Fact("time", $"{Numbers.Duration(history.Elapsed)}, {history.Epochs.Average(e => e.RowsPerSecond):N0} {request.Noun}s/s");
        if (history.Best is not { } best) return;
        var kept = StopRules.KeepsLast(history.StopReason, request.Options.Patience) ? history.Epochs[^1] : best;
        var judged = best.ValidationLoss is not null;
        double[] losses = [.. history.Epochs.Select(e => e.ValidationLoss ?? e.TrainingLoss).Where(double.IsFinite)];
        page.Fact(
            "loss",
            $"{Sparkline.Of(losses, CourseWidth)}  {(judged ? "validation" : "training")} {Numbers.Loss(losses[0])} → "
                + Numbers.Loss(kept.ValidationLoss ?? kept.TrainingLoss));
    }

    private static string Better(TrainRequest request) =>
        request.Options.SelectBy is { } metric ? $"better {metric.Name}" : "lower loss";

    private static string Reason(TrainRequest request, History history)
    {
        var done = Numbers.Count(history.Epochs.Count, "epoch");
        return history.StopReason switch
        {
            StopReason.EarlyStopping =>
                $"stopped after {done}, {request.Options.Patience} without a {Better(request)}; the weights are those of epoch "
                    + $"{history.BestEpoch}",
            StopReason.Cancelled when history.BestEpoch > 0 =>
                $"stopped after {done}; the best weights are those of epoch {history.BestEpoch}",
            StopReason.Cancelled => "stopped before the end of the first epoch",
            StopReason.TimeLimit =>
                $"{done} in the time limit of {Numbers.Duration(request.Options.TimeLimit!.Value)}; the weights are those of "
                    + $"{(request.Options.Patience is not null ? $"epoch {history.BestEpoch}, the best" : "the last")}",
            StopReason.Diverged => "the loss diverged",
            _ when request.Options.Patience is not null => $"{done}; the weights are those of epoch {history.BestEpoch}, the best",
            _ => $"{done}; the weights are those of the last",
        };
    }
}
