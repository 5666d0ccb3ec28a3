namespace OnnxTrain;

/// <summary>ln(1 + eˣ), element by element.</summary>
public sealed class Softplus : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Softplus();
    }
}
