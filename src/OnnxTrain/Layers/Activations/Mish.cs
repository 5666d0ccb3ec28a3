namespace OnnxTrain;

/// <summary>x · tanh(ln(1 + eˣ)), element by element (Misra, 2019).</summary>
public sealed class Mish : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Mish();
    }
}
