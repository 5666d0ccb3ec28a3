namespace OnnxTrain;

/// <summary>What an <see cref="ImageModel"/> predicts for one image.</summary>
/// <param name="Label">The name of the most probable class.</param>
/// <param name="Probabilities">The probability of each class, in the model's order.</param>
public sealed record ImagePrediction(string Label, IReadOnlyList<float> Probabilities);
