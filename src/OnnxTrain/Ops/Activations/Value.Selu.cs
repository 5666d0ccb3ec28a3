namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// λ x where x is positive, λ α (eˣ − 1) elsewhere, with λ = 1.0507… and α = 1.6732…: keeps mean 0 and variance 1 from layer to
    /// layer (Klambauer, Unterthiner, Mayr and Hochreiter, 2017, "Self-normalizing neural networks"). Start from
    /// <see cref="Initializer.LeCunNormal"/>.
    /// </summary>
    public Value Selu() => Elu(1.6732632423543772848170429916717) * 1.0507009873554804934193349852946;
}
