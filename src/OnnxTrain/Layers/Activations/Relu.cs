namespace OnnxTrain;

/// <summary>max(x, 0), elementwise.</summary>
public sealed class Relu : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Relu();
    }
}
