namespace OnnxTrain;

/// <summary>1 where x ≥ 0, else 0. The gradient is 0, so layers before it are not trained.</summary>
public sealed class HardThreshold : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.HardThreshold();
    }
}
