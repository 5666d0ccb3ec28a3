namespace OnnxTrain;

/// <summary>An assignment at the end of a step: <paramref name="Variable"/> gets <paramref name="NewValue"/>.</summary>
internal readonly record struct Assignment(Variable Variable, Value NewValue);
