namespace OnnxTrain;

/// <summary>
/// LAMB (You et al., 2019, "Large batch optimization for deep learning"): p ← p − rate · ‖p‖ / ‖u‖ · u with u = m̂ / (√v̂ + ε) + λ p for
/// each parameter, m̂ and v̂ as in <see cref="Adam"/>; the ratio of the norms is 1 where one is 0.
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class Lamb(double learningRate = 1e-3) : Optimizer(learningRate)
{
    /// <summary>β₁, the decay of the running mean of gradients.</summary>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, the decay of the running mean of squared gradients.</summary>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-6;

    /// <summary>λ: λ · p is added to the step.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); } = 0.01;

    /// <summary>
    /// Selects the parameters with a trust ratio. By default those with at least two axes, which excludes biases and the scales of
    /// normalization. The ratio of others is 1.
    /// </summary>
    public Func<Variable, bool> Adapts
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Adapts));
    } = p => p.Shape.Rank >= 2;

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var type = parameter.ElementType;
        var correction1 = AdamMoments.Correction(Beta1, state).Cast(type);
        var correction2 = AdamMoments.Correction(Beta2, state).Pow(-0.5).Cast(type);
        var m = AdamMoments.First(gradient, state, Beta1);
        var v = AdamMoments.Second(gradient, state, Beta2);
        var step = m / correction1 / ((v.Sqrt() * correction2) + Epsilon);
        if (state.WeightDecay(WeightDecay) is { } decay) step += decay * parameter;
        if (!Adapts(state.Parameter)) return parameter - (state.LearningRate * step);
        Value ofParameter = TrustRatio.Norm(parameter), ofStep = TrustRatio.Norm(step);
        return parameter - (state.LearningRate * TrustRatio.Of(ofParameter, ofStep, ofParameter, ofStep) * step);
    }
}
