namespace OnnxTrain;

/// <summary>x · min(max(x/6 + ½, 0), 1), elementwise (Howard et al., 2019).</summary>
public sealed class HardSwish : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.HardSwish();
    }
}
