namespace OnnxTrain;

/// <summary>The score by which models are compared: a metric, or the loss if there is none.</summary>
internal sealed class ScoreRule(Metric? metric)
{
    public string Name => metric?.Name ?? "loss";

    public bool LowerIsBetter => metric?.LowerIsBetter ?? true;

    /// <summary>The given metric, or the default metric of the task.</summary>
    public static ScoreRule For(Model model, Metric? metric) => new(metric ?? model.Task switch
    {
        ModelTask.Classification => new Accuracy(),
        ModelTask.Regression => new RSquared(),
        _ => null,
    });

    public double Of(double loss, Predictions? predictions) => metric is null ? loss
        : predictions is not null ? metric.Of(predictions)
        : throw new InvalidOperationException(
            $"The metric '{metric.Name}' needs predicted classes or numbers, and this model with its loss predicts neither; leave the "
                + "metric out to compare by the loss.");
}
