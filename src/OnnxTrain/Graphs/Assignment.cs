namespace OnnxTrain;

/// <summary>What a step leaves behind: at its end <paramref name="Variable"/> holds <paramref name="NewValue"/>.</summary>
internal readonly record struct Assignment(Variable Variable, Value NewValue);
