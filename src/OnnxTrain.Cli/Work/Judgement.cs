namespace OnnxTrain.Cli;

/// <summary>A model's predictions for a part of the data.</summary>
/// <param name="Part">What part that is: training, validation.</param>
/// <param name="Targets">The predictions of each target, with the truth.</param>
/// <param name="Rows">The rows of the part, of which a sample may have been predicted.</param>
/// <param name="Predicted">The rows that were predicted.</param>
internal sealed record Judgement(string Part, IReadOnlyDictionary<string, Predictions> Targets, int Rows, IRowSource Predicted);
