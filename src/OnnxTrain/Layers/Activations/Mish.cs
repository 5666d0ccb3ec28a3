namespace OnnxTrain;

/// <summary>x · tanh(ln(1 + eˣ)), elementwise (Misra, 2019).</summary>
public sealed class Mish : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Mish();
    }
}
