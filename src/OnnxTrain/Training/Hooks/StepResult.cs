namespace OnnxTrain;

/// <summary>The result of <see cref="Trainer.TrainStep(Dataset)"/>.</summary>
/// <param name="Loss">The loss of the batch before the update.</param>
/// <param name="Accuracy">The accuracy on the batch before the update; null unless the model classifies.</param>
/// <param name="LearningRate">The rate of the update.</param>
public readonly record struct StepResult(double Loss, double? Accuracy, double LearningRate);
