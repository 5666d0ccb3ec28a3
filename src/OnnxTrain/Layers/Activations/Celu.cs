namespace OnnxTrain;

/// <summary>x where it is positive, α (e^(x/α) − 1) elsewhere (Barron, 2017).</summary>
/// <param name="alpha">α, above 0.</param>
public sealed class Celu(double alpha = 1) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">α is not above 0.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Celu(alpha);
    }
}
