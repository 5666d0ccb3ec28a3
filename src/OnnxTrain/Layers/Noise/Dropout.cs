namespace OnnxTrain;

/// <summary>Sets random elements to 0 during training and scales the others up (Srivastava et al., 2014); does nothing at
/// inference.</summary>
/// <param name="rate">The probability of 0: at least 0 and below 1.</param>
public sealed class Dropout(double rate = 0.5) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Dropout(rate);
    }
}
