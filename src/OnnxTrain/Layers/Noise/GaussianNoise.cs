namespace OnnxTrain;

/// <summary>Adds normal noise of mean 0 to each element during training (Sietsma and Dow, 1991); does nothing at inference.</summary>
/// <param name="standardDeviation">σ of the noise, at least 0, in the units of the elements.</param>
public sealed class GaussianNoise(double standardDeviation) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.GaussianNoise(standardDeviation);
    }
}
