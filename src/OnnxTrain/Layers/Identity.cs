namespace OnnxTrain;

/// <summary>Returns its input.</summary>
public sealed class Identity : Module
{
    /// <summary>x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Identity();
    }
}
