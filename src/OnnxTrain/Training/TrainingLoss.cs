namespace OnnxTrain;

internal static class TrainingLoss
{
    /// <summary>The usual loss for a model's task.</summary>
    public static Loss Default(Model model) =>
        model.Task == ModelTask.Classification ? new CrossEntropyLoss() : new MseLoss();
}
