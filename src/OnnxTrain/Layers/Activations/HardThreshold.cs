namespace OnnxTrain;

/// <summary>1 where x ≥ 0, else 0. Nothing below it learns: its gradient is 0.</summary>
public sealed class HardThreshold : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.HardThreshold();
    }
}
