namespace OnnxTrain;

/// <summary>What an ONNX file predicts for one row.</summary>
/// <param name="Label">The name of the most probable class; null unless the file classifies.</param>
/// <param name="Probabilities">The probability of each class, in the order of <see cref="OnnxPredictor.Classes"/>; empty unless the file
/// classifies.</param>
/// <param name="Values">The predicted numbers, one for most files; empty if the file classifies.</param>
public sealed record OnnxPrediction(string? Label, IReadOnlyList<float> Probabilities, IReadOnlyList<float> Values)
{
    /// <summary>The predicted number, the first if there are several; NaN if the file classifies.</summary>
    public float Value => Values is [var first, ..] ? first : float.NaN;

    /// <summary>The probability of <see cref="Label"/>; NaN unless the file classifies.</summary>
    public float Confidence => Probabilities.Count > 0 ? Probabilities.Max() : float.NaN;
}
