namespace OnnxTrain;

/// <summary>x · σ(x), element by element (Elfwing, Uchibe and Doya, 2017).</summary>
public sealed class Silu : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Silu();
    }
}
