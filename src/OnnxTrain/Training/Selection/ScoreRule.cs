namespace OnnxTrain;

/// <summary>The score by which models are compared: a metric, or the loss if there is none.</summary>
/// <param name="metric">The metric, or null.</param>
/// <param name="target">The target of the metric, if there are several; null for the only target.</param>
internal sealed class ScoreRule(Metric? metric, string? target = null)
{
    public string Name => target is null ? metric?.Name ?? "loss" : $"{target}.{metric!.Name}";

    public bool LowerIsBetter => metric?.LowerIsBetter ?? true;

    /// <summary>
    /// The given metric, or the default metric of the task. For several targets, the loss, or a metric of the given target.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such target, or a metric is given without its target.</exception>
    public static ScoreRule For(Model model, Metric? metric, string? target)
    {
        var targets = model.Target.Parts;
        if (targets.Count == 1 && target is not null && target != targets[0].Name)
            throw new ArgumentException($"There is no target '{target}'; the model predicts '{targets[0].Name}'.");
        if (targets.Count > 1 && target is not null) return new(metric ?? Of(target).Metrics[0], target);
        if (targets.Count > 1 && metric is not null)
            throw new ArgumentException(
                $"The metric '{metric.Name}' is for one target, and the model has {Names()}: select one by the option Target, or leave the "
                    + "metric out to compare by the loss of all.");
        return new(metric ?? model.Task switch
        {
            ModelTask.Classification => new Accuracy(),
            ModelTask.Regression => new RSquared(),
            _ => null,
        });

        Target Of(string name) =>
            targets.FirstOrDefault(t => t.Name == name)
            ?? throw new ArgumentException($"There is no target '{name}'; the model has {Names()}.");

        string Names() => NameList.Quoted(targets.Select(t => t.Name));
    }

    public double Of(ValidationResult result) => metric is null ? result.Loss
        : (target is null ? result.Predictions : result.Targets.GetValueOrDefault(target)) is { } predictions ? metric.Of(predictions)
        : throw new InvalidOperationException(
            $"The metric '{metric.Name}' needs predicted classes or numbers, and this model with its loss predicts neither; leave the "
                + "metric out to compare by the loss.");
}
