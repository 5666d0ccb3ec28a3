namespace OnnxTrain;

/// <summary>max(x, 0), element by element.</summary>
public sealed class Relu : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Relu();
    }
}
