namespace OnnxTrain;

/// <summary>x where it is positive, α · (eˣ − 1) elsewhere (Clevert, Unterthiner and Hochreiter, 2015).</summary>
/// <param name="alpha">α: the limit far below zero is −α.</param>
public sealed class Elu(double alpha = 1) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Elu(alpha);
    }
}
