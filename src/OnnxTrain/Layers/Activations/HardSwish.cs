namespace OnnxTrain;

/// <summary>x · min(max(x/6 + ½, 0), 1), element by element (Howard et al., 2019).</summary>
public sealed class HardSwish : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.HardSwish();
    }
}
