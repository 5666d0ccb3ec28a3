namespace OnnxTrain;

/// <summary>The hyperbolic tangent, elementwise.</summary>
public sealed class Tanh : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Tanh();
    }
}
