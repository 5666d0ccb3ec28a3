namespace OnnxTrain;

/// <summary>1 / (1 + e⁻ˣ), element by element.</summary>
public sealed class Sigmoid : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Sigmoid();
    }
}
