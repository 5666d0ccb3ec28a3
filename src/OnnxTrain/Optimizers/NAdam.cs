namespace OnnxTrain;

/// <summary>
/// Adam with Nesterov's momentum (Dozat, 2016): p ← p − rate · ((1 − μₜ) / (1 − Πₜ) · g + μₜ₊₁ / (1 − Πₜ μₜ₊₁) · m) / (√v̂ + ε) with
/// m and v̂ as in <see cref="Adam"/>, μₜ = β₁ (1 − ½ · 0.96^(t · decay)) and Πₜ = μ₁ ⋯ μₜ.
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class NAdam(double learningRate = 2e-3) : Optimizer(learningRate)
{
    /// <summary>β₁, the decay of the running mean of gradients.</summary>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, the decay of the running mean of squared gradients.</summary>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-8;

    /// <summary>The rate at which the momentum μ grows from β₁ / 2 to β₁.</summary>
    public double MomentumDecay { get; init => field = NotNegative(value); } = 4e-3;

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var type = parameter.ElementType;
        Value now = MomentumAt(state.Step), next = MomentumAt(state.Step + 1);

        // The state is 1 − Π instead of Π: it starts at zero, and loses no digits while Π is close to 1.
        var lack = state.Scalar("momentum_lack", q => 1 - (now * (1 - q)));
        var ofGradient = state.LearningRate * ((1 - now) / lack).Cast(type);
        var ofMean = state.LearningRate * (next / (1 - ((1 - lack) * next))).Cast(type);
        var correction = AdamMoments.Correction(Beta2, state).Pow(-0.5).Cast(type);

        gradient = AddDecay(gradient, parameter, WeightDecay, state);
        var m = AdamMoments.First(gradient, state, Beta1);
        var v = AdamMoments.Second(gradient, state, Beta2);
        return parameter - (((ofGradient * gradient) + (ofMean * m)) / ((v.Sqrt() * correction) + Epsilon));
    }

    private Value MomentumAt(Value step) => Beta1 * (1 - (0.5 * Value.Constant(0.96, ElementType.Float64).Pow(step * MomentumDecay)));
}
