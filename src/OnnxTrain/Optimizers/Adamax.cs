namespace OnnxTrain;

/// <summary>
/// Adam with the maximum norm instead of the mean square (Kingma and Ba, 2014, section 7): p ← p − rate / (1 − β₁ᵗ) · m / u with m ← β₁ m +
/// (1 − β₁) g and u ← max(β₂ u, |g| + ε).
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class Adamax(double learningRate = 2e-3) : Optimizer(learningRate)
{
    /// <summary>β₁, the decay of the running mean of gradients.</summary>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, the decay of the largest gradient.</summary>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-8;

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var rate = state.LearningRate / AdamMoments.Correction(Beta1, state).Cast(parameter.ElementType);
        gradient = AddDecay(gradient, parameter, WeightDecay, state);
        var m = AdamMoments.First(gradient, state, Beta1);
        var u = state["u"] = Value.Max(Beta2 * state["u"], gradient.Abs() + Epsilon);
        return parameter - (rate * m / u);
    }
}
