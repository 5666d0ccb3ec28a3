namespace OnnxTrain;

/// <summary>Sets elements to 0 at random while training and scales the others up (Srivastava et al., 2014); gone at inference.</summary>
/// <param name="rate">The probability of 0: at least 0 and below 1.</param>
public sealed class Dropout(double rate = 0.5) : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Dropout(rate);
    }
}
