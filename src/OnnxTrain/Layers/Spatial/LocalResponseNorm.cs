namespace OnnxTrain;

/// <summary>
/// y = x / (k + α / n · Σ x²)^β, with the sum over n channels around each channel of x [batch, channels, …] (Krizhevsky, Sutskever and
/// Hinton, 2012, "ImageNet classification with deep convolutional neural networks").
/// </summary>
/// <param name="size">n; if it is even, there is one more channel before than after, as in PyTorch.</param>
/// <param name="alpha">α.</param>
/// <param name="beta">β.</param>
/// <param name="k">k.</param>
public sealed class LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    /// <exception cref="ShapeException">x has no axis of channels.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(nameof(LocalResponseNorm), x, [3, 4, 5]);
        return x.LocalResponseNormalization(size, alpha, beta, k);
    }
}
