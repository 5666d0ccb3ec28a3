namespace OnnxTrain;

/// <summary>What came of reading weights.</summary>
/// <param name="Loaded">The variables of the model that were read.</param>
/// <param name="Missing">The variables of the model that the file lacks; they keep their values.</param>
/// <param name="Unexpected">The tensors of the file that the model lacks.</param>
public sealed record LoadedWeights(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
