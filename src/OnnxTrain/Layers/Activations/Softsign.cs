namespace OnnxTrain;

/// <summary>x / (1 + |x|), elementwise (Bergstra et al., 2009).</summary>
public sealed class Softsign : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Softsign();
    }
}
