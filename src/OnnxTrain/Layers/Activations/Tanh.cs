namespace OnnxTrain;

/// <summary>The hyperbolic tangent, element by element.</summary>
public sealed class Tanh : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Tanh();
    }
}
