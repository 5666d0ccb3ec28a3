namespace OnnxTrain;

/// <summary>Passes its input on.</summary>
public sealed class Identity : Module
{
    /// <summary>x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Identity();
    }
}
