namespace OnnxTrain;

/// <summary>ln(1 + eˣ), element by element.</summary>
public sealed class Softplus : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Softplus();
    }
}
