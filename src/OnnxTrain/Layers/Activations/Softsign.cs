namespace OnnxTrain;

/// <summary>x / (1 + |x|), element by element (Bergstra et al., 2009).</summary>
public sealed class Softsign : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Softsign();
    }
}
