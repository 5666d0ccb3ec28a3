namespace OnnxTrain;

/// <summary>One step of a <see cref="LearningRateRangeTest"/>.</summary>
/// <param name="Rate">The learning rate of the step.</param>
/// <param name="Loss">The loss of its batch, before the update.</param>
/// <param name="SmoothedLoss">The running mean of the losses up to it.</param>
public readonly record struct LearningRatePoint(double Rate, double Loss, double SmoothedLoss);
