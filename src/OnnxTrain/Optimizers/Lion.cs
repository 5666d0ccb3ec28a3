namespace OnnxTrain;

/// <summary>
/// Lion (Chen et al., 2023, "Symbolic discovery of optimization algorithms"): p ← p · (1 − rate · λ) − rate · sign(β₁ m + (1 − β₁) g), and
/// then m ← β₂ m + (1 − β₂) g. Every element changes by the rate, which should be 3 to 10 times smaller than that of <see cref="AdamW"/>.
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class Lion(double learningRate = 1e-4) : Optimizer(learningRate)
{
    /// <summary>β₁, the weight of the running mean of gradients in a step.</summary>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, the decay of the running mean of gradients.</summary>
    public double Beta2 { get; init => field = Fraction(value); } = 0.99;

    /// <summary>λ: each step multiplies parameters by 1 − rate · λ.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var direction = ((Beta1 * state["m"]) + ((1 - Beta1) * gradient)).Sign();
        state["m"] = (Beta2 * state["m"]) + ((1 - Beta2) * gradient);
        if (state.WeightDecay(WeightDecay) is { } decay) parameter *= 1 - (state.LearningRate * decay);
        return parameter - (state.LearningRate * direction);
    }
}
