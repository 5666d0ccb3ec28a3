namespace OnnxTrain.Cli;

/// <summary>A model's predictions for a part of the data.</summary>
/// <param name="Part">What part that is: training, validation.</param>
/// <param name="Predictions">The predictions, with the truth.</param>
/// <param name="IsConstant">Whether the truth is the same in all rows.</param>
internal sealed record Judgement(string Part, Predictions Predictions, bool IsConstant = false);
