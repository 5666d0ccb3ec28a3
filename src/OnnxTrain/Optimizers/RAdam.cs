namespace OnnxTrain;

/// <summary>
/// Rectified Adam (Liu et al., 2019, "On the variance of the adaptive learning rate and beyond"), as in PyTorch: with ρ∞ = 2 / (1 − β₂) − 1
/// and ρₜ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ), p ← p − rate · m̂ · rₜ · √(1 − β₂ᵗ) / (√v + ε) where ρₜ &gt; 5 and p ← p − rate · m̂ before, m and v
/// as in <see cref="Adam"/>, and rₜ = √((ρₜ − 4) (ρₜ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρₜ)).
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class RAdam(double learningRate = 1e-3) : Optimizer(learningRate)
{
    /// <summary>β₁, the decay of the running mean of gradients.</summary>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, the decay of the running mean of squared gradients.</summary>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-8;

    /// <summary>
    /// λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient. With <see cref="IsDecoupled"/>, each step multiplies parameters by 1 −
    /// rate · λ instead.
    /// </summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <summary>Whether weight decay is decoupled from the gradient, p ← p · (1 − rate · λ).</summary>
    public bool IsDecoupled { get; init; }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var type = parameter.ElementType;
        Value correction1 = AdamMoments.Correction(Beta1, state), correction2 = AdamMoments.Correction(Beta2, state);
        var limit = (2 / (1 - Beta2)) - 1;
        var length = limit - (2 * state.Step * (1 - correction2) / correction2);

        // For ρ below 5 the root is not used; computing it for 5 avoids NaN.
        var isRectified = length > length.Number(5);
        var safe = Value.Max(length, length.Number(5));
        var rectification = ((safe - 4) * (safe - 2) * limit / ((limit - 4) * (limit - 2) * safe)).Sqrt();
        var plain = state.LearningRate / correction1.Cast(type);
        var adaptive = plain * (rectification * correction2.Sqrt()).Cast(type);

        if (!IsDecoupled) gradient = AddDecay(gradient, parameter, WeightDecay, state);
        else if (state.WeightDecay(WeightDecay) is { } decay) parameter *= 1 - (state.LearningRate * decay);
        var m = AdamMoments.First(gradient, state, Beta1);
        var v = AdamMoments.Second(gradient, state, Beta2);
        return parameter - (m * Value.Where(isRectified, adaptive / (v.Sqrt() + Epsilon), plain));
    }
}
