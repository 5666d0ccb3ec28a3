namespace OnnxTrain;

/// <summary>x · σ(x), elementwise (Elfwing, Uchibe and Doya, 2017).</summary>
public sealed class Silu : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Silu();
    }
}
