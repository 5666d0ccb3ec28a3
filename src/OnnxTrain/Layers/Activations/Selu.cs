namespace OnnxTrain;

/// <summary>λ x where x is positive, λ α (eˣ − 1) elsewhere, λ = 1.0507… and α = 1.6732… (Klambauer et al., 2017).</summary>
public sealed class Selu : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Selu();
    }
}
