namespace OnnxTrain;

/// <summary>ln(1 + eˣ), elementwise.</summary>
public sealed class Softplus : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Softplus();
    }
}
