namespace OnnxTrain;

/// <summary>x/6 + ½ held between 0 and 1, element by element.</summary>
public sealed class HardSigmoid : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.HardSigmoid();
    }
}
