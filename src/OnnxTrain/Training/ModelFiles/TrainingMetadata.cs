using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// The metadata about training in the file of a trained model. They hold no times, so the same training writes the same bytes.
/// </summary>
internal static class TrainingMetadata
{
    public static void Write(Model model, Trainer trainer, History history)
    {
        foreach (
            var key in model
                .Metadata.Keys.Where(k =>
                    k.StartsWith("training.", StringComparison.Ordinal) || k.StartsWith("validation.", StringComparison.Ordinal))
                .ToList())
            model.Metadata.Remove(key);
        foreach (var option in TrainingOptionTable.All.Where(o => o.IsAlwaysTold || !o.IsDefault(trainer.Options)))
        {
            if (option.MetadataKey is { } key) model.Metadata[key] = option.Text(trainer.Options);
        }

        model.Metadata["training.epochs"] = Text(history.Epochs.Count);
        var keepsLast = StopRules.KeepsLast(history.StopReason, trainer.Options.Patience);
        if ((keepsLast ? history.Epochs[^1] : history.Best) is not { } epoch) return;
        model.Metadata["training.kept_epoch"] = Text(epoch.Epoch);
        model.Metadata["training.loss"] = Text(epoch.TrainingLoss);
        if (epoch.ValidationLoss is { } loss) model.Metadata["validation.loss"] = Text(loss);
        foreach (var score in epoch.Targets) model.Metadata[$"validation.{score.Key(".")}"] = Text(score.Value);
        if (epoch.ValidationMetric is { } metric) model.Metadata[$"validation.{history.MetricName}"] = Text(metric);
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
