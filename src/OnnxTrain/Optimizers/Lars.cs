namespace OnnxTrain;

/// <summary>
/// LARS, layer-wise adaptive rate scaling (You, Gitman and Ginsburg, 2017, "Large batch training of convolutional networks"): v ← momentum
/// · v + rate · ratio · (g + λ p), p ← p − v, with the trust ratio η ‖p‖ / (‖g‖ + λ ‖p‖) of each parameter; the ratio is 1 where ‖p‖ or ‖g‖
/// is 0.
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class Lars(double learningRate) : Optimizer(learningRate)
{
    /// <summary>The momentum.</summary>
    public double Momentum { get; init => field = Fraction(value); } = 0.9;

    /// <summary>η: the relative change of a parameter's norm in a step of rate 1.</summary>
    public double TrustCoefficient { get; init => field = Positive(value); } = 1e-3;

    /// <summary>λ: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

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
        var rate = state.LearningRate;
        if (Adapts(state.Parameter))
        {
            Value ofParameter = TrustRatio.Norm(parameter), ofGradient = TrustRatio.Norm(gradient);
            var size = state.WeightDecay(WeightDecay) is { } decay ? ofGradient + (decay * ofParameter) : ofGradient;
            rate *= TrustRatio.Of(ofParameter, ofGradient, TrustCoefficient * ofParameter, size);
        }

        var step = rate * AddDecay(gradient, parameter, WeightDecay, state);
        if (Momentum != 0) step = state["momentum"] = (Momentum * state["momentum"]) + step;
        return parameter - step;
    }
}
