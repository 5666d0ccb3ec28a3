namespace OnnxTrain;

/// <summary>
/// The norms of one layer in one epoch, over all its parameters, so that a bias near zero does not represent the whole layer.
/// </summary>
internal readonly record struct LayerNorms(string Name, double Gradient, double Weights, double? UpdateRatio)
{
    /// <summary>The layers of an epoch in the model's order. Parameters with the same path up to the last dot form a layer.</summary>
    public static LayerNorms[] Of(EpochResult epoch) =>
    [
        .. epoch.Layers.GroupBy(p => p.Name.LastIndexOf('.') is > 0 and var dot ? p.Name[..dot] : p.Name).Select(layer =>
        {
            var weights = Length(layer.Select(p => p.WeightNorm));
            var update = Length(layer.Select(p => (p.UpdateRatio ?? 0) * p.WeightNorm));
            return new LayerNorms(layer.Key, Length(layer.Select(p => p.GradientNorm)), weights, weights > 0 ? update / weights : null);
        }),
    ];

    private static double Length(IEnumerable<double> norms) => Math.Sqrt(norms.Sum(n => n * n));
}
