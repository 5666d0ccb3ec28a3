namespace OnnxTrain;

/// <summary>1 / (1 + e⁻ˣ), elementwise.</summary>
public sealed class Sigmoid : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Sigmoid();
    }
}
