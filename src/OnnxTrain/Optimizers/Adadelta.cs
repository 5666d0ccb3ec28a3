namespace OnnxTrain;

/// <summary>
/// Adadelta (Zeiler, 2012), as in PyTorch: p ← p − rate · Δ with v ← ρ v + (1 − ρ) g², Δ = √(u + ε) / √(v + ε) · g and then u ← ρ u + (1 −
/// ρ) Δ².
/// </summary>
/// <param name="learningRate">The learning rate; 1 in the paper.</param>
public sealed class Adadelta(double learningRate = 1) : Optimizer(learningRate)
{
    /// <summary>ρ, the decay of the running means of squares.</summary>
    public double Rho { get; init => field = Fraction(value); } = 0.9;

    /// <summary>ε, positive: keeps the division finite, and makes the first steps nonzero.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-6;

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        gradient = AddDecay(gradient, parameter, WeightDecay, state);
        var square = state["square"] = (Rho * state["square"]) + ((1 - Rho) * (gradient * gradient));
        var change = (state["change"] + Epsilon).Sqrt() / (square + Epsilon).Sqrt() * gradient;
        state["change"] = (Rho * state["change"]) + ((1 - Rho) * (change * change));
        return parameter - (state.LearningRate * change);
    }
}
