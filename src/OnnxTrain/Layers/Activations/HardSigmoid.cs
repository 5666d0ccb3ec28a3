namespace OnnxTrain;

/// <summary>x/6 + ½, clipped to 0 … 1, elementwise.</summary>
public sealed class HardSigmoid : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.HardSigmoid();
    }
}
