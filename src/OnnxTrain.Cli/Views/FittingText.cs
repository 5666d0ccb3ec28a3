using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>What was chosen besides the usual, in one line.</summary>
internal static class FittingText
{
    public static string Of(TrainingSession session) =>
        string.Join(", ", Parts(session).Concat(Parts(session.Request.Fitting)).Concat(Parts(session.Request.Options)));

    private static IEnumerable<string> Parts(TrainingSession session)
    {
        if (session.Options.Augmentation is { } changes)
            yield return $"{changes}";
        if (session.FrozenCount > 0)
            yield return $"{Numbers.Count(session.FrozenCount, "tensor")} frozen";
        if (session.Weight is { } weight)
            yield return $"rows weighted by {weight}";
    }

    /// <summary>Those that other lines do not tell.</summary>
    private static IEnumerable<string> Parts(TrainingOptions options) =>
        from option in TrainingOptionTable.All
        where !option.IsAlwaysTold && option != TrainingOptionTable.Checkpoint && !option.IsDefault(options)
        select $"{option.Label} {option.Text(options)}";

    private static IEnumerable<string> Parts(FittingRequest fitting)
    {
        if (fitting.Loss is { } loss)
            yield return $"loss {FittingOptions.Name(loss.Kind)}{Behind(loss.Numbers)}";
        if (fitting.LabelSmoothing > 0)
            yield return $"label smoothing {Text(fitting.LabelSmoothing)}";
        if (fitting.ClassWeights == ClassWeighting.Balanced)
            yield return "balanced classes";
        if (fitting.L1 > 0)
            yield return $"l1 {Text(fitting.L1)}";
        if (fitting.MaxNorm is { } maxNorm)
            yield return $"max-norm {Text(maxNorm)}";
        if (fitting.Momentum is { } momentum)
            yield return $"momentum {Text(momentum)}";
        if (fitting.WarmUp > 0)
            yield return $"warm-up of {Numbers.Count(fitting.WarmUp, "epoch")}";
        if (fitting.Schedule.Kind != ScheduleKind.Constant)
            yield return $"schedule {FittingOptions.Name(fitting.Schedule.Kind)}{Behind(fitting.Schedule.Numbers)}";
    }

    private static string Behind(IReadOnlyList<double> numbers) => numbers.Count == 0 ? "" : $":{string.Join(',', numbers.Select(Text))}";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
