namespace OnnxTrain;

/// <summary>The norms of one parameter, not frozen, at the last update of an epoch.</summary>
/// <param name="Name">The parameter's path, such as <c>layers.0.weight</c>.</param>
/// <param name="GradientNorm">
/// ‖g‖₂ of the gradient of the loss and penalty before clipping; with gradient accumulation, of the mean over batches.
/// </param>
/// <param name="WeightNorm">‖p‖₂ of the parameter before the update.</param>
/// <param name="UpdateRatio">
/// ‖Δp‖₂ / ‖p‖₂ of the update: about 10⁻³ when training goes well (Bengio, 2012, «Practical Recommendations for Gradient-Based Training of
/// Deep Architectures»). Null for a parameter that is all zeros.
/// </param>
public sealed record LayerDiagnosis(string Name, double GradientNorm, double WeightNorm, double? UpdateRatio);
