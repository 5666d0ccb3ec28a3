namespace OnnxTrain;

internal static class TrainingLoss
{
    /// <summary>The usual loss for a model's task.</summary>
    public static Loss Default(Model model) =>
        model.Task == ModelTask.Classification ? new CrossEntropyLoss() : new MseLoss();

    /// <summary>The part of the rows, or of the places in them, whose class is found; a loss may leave some out.</summary>
    public static Value Accuracy(Loss loss, Value output, Value labels) => loss is ClassLoss classes
        ? classes.Accuracy(output, labels)
        : output.ArgMax(1).EqualTo(labels).Cast(output.ElementType).Mean();
}
