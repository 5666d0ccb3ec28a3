namespace OnnxTrain;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2017): p ← p · (1 − rate · λ) before Adam's step.</summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class AdamW(double learningRate = 1e-3) : Optimizer(learningRate)
{
    /// <summary>β₁, the decay of the running mean of gradients.</summary>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, the decay of the running mean of squared gradients.</summary>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-8;

    /// <summary>λ: each step multiplies parameters by 1 − rate · λ.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); } = 0.01;

    /// <summary>
    /// Whether the step is scaled by the maximum of the running mean square so far instead of its current value (AMSGrad: Reddi, Kale and
    /// Kumar, 2018).
    /// </summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var decayed = state.WeightDecay(WeightDecay) is { } decay ? parameter * (1 - (state.LearningRate * decay)) : parameter;
        return decayed - AdamMoments.Step(gradient, state, Beta1, Beta2, Epsilon, AmsGrad);
    }
}
