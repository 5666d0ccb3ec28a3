namespace OnnxTrain;

/// <summary>x · Φ(x), Φ the distribution function of the standard normal, element by element (Hendrycks and Gimpel, 2016).</summary>
/// <param name="approximation">Whether Φ is exact or in its tanh form.</param>
public sealed class Gelu(GeluApproximation approximation = GeluApproximation.None) : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Gelu(approximation);
    }
}
