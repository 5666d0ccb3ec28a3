namespace OnnxTrain;

/// <summary>x where it is positive, slope · x elsewhere.</summary>
/// <param name="slope">The slope below zero.</param>
public sealed class LeakyRelu(double slope = 0.01) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.LeakyRelu(slope);
    }
}
