namespace OnnxTrain;

/// <summary>Adam (Kingma and Ba, 2014): each parameter's step is scaled by the running root mean square of its gradient.</summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class Adam(double learningRate = 1e-3) : Optimizer(learningRate)
{
    /// <summary>β₁, the decay of the running mean of gradients.</summary>
    public double Beta1 { get; init => field = Fraction(value); } = 0.9;

    /// <summary>β₂, the decay of the running mean of squared gradients.</summary>
    public double Beta2 { get; init => field = Fraction(value); } = 0.999;

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-8;

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <summary>
    /// Whether the step is scaled by the maximum of the running mean square so far instead of its current value (AMSGrad: Reddi, Kale and
    /// Kumar, 2018).
    /// </summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        gradient = AddDecay(gradient, parameter, WeightDecay, state);
        return parameter - AdamMoments.Step(gradient, state, Beta1, Beta2, Epsilon, AmsGrad);
    }
}
