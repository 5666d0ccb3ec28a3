namespace OnnxTrain;

/// <summary>x · Φ(x), Φ the distribution function of the standard normal, elementwise (Hendrycks and Gimpel, 2016).</summary>
/// <param name="approximation">Whether Φ is exact or in its tanh form.</param>
public sealed class Gelu(GeluApproximation approximation = GeluApproximation.None) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Gelu(approximation);
    }
}
