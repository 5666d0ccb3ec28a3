namespace OnnxTrain;

/// <summary>The result of loading weights.</summary>
/// <param name="Loaded">The variables of the model that were read.</param>
/// <param name="Missing">The variables of the model that are not in the file; they keep their values.</param>
/// <param name="Unexpected">The tensors of the file that are not in the model.</param>
public sealed record LoadedWeights(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
