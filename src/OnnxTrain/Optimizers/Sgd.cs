namespace OnnxTrain;

/// <summary>
/// Gradient descent: p ← p − rate · v with v ← momentum · v + g, and with <see cref="Nesterov"/> p ← p − rate · (g + momentum · v)
/// (Sutskever et al., 2013, as PyTorch writes it).
/// </summary>
/// <param name="learningRate">The size of a step.</param>
public sealed class Sgd(double learningRate) : Optimizer(learningRate)
{
    /// <summary>How much of the last step's direction stays: 0 for none, 0.9 often.</summary>
    public double Momentum { get; init => field = Fraction(value); }

    /// <summary>Whether the gradient looks one step ahead along the momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (WeightDecay != 0) gradient += WeightDecay * parameter;
        if (Momentum != 0)
        {
            var velocity = state["momentum"] = (Momentum * state["momentum"]) + gradient;
            gradient = Nesterov ? gradient + (Momentum * velocity) : velocity;
        }

        return parameter - (state.LearningRate * gradient);
    }
}
