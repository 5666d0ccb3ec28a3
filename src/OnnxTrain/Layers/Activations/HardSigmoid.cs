namespace OnnxTrain;

/// <summary>x/6 + ½ held between 0 and 1, element by element.</summary>
public sealed class HardSigmoid : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.HardSigmoid();
    }
}
