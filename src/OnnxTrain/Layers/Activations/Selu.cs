namespace OnnxTrain;

/// <summary>λ x where x is positive, λ α (eˣ − 1) elsewhere, λ = 1.0507… and α = 1.6732… (Klambauer et al., 2017).</summary>
public sealed class Selu : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Selu();
    }
}
