namespace OnnxTrain;

/// <summary>
/// Gradient descent: p ← p − rate · v with v ← momentum · v + g, and with <see cref="Nesterov"/> p ← p − rate · (g + momentum · v)
/// (Sutskever et al., 2013, as PyTorch writes it).
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class Sgd(double learningRate) : Optimizer(learningRate)
{
    /// <summary>The momentum: 0 for none, often 0.9.</summary>
    public double Momentum { get; init => field = Fraction(value); }

    /// <summary>Whether to use Nesterov's momentum, which looks one step ahead.</summary>
    public bool Nesterov { get; init; }

    /// <summary>
    /// Whether the direction is the running mean of the gradients, v ← momentum · v + (1 − momentum) · g from v = 0: then the step size
    /// does not grow with the momentum.
    /// </summary>
    public bool MovingAverage { get; init; }

    /// <summary>PyTorch's dampening d: v ← momentum · v + (1 − d) · g, but v ← g in the first step.</summary>
    public double Dampening { get; init => field = Fraction(value); }

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Mutually exclusive settings are combined: <see cref="Nesterov"/>,
    /// <see cref="MovingAverage"/> and <see cref="Dampening"/>.</exception>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (((Nesterov ? 1 : 0) + (MovingAverage ? 1 : 0) + (Dampening > 0 ? 1 : 0)) > 1)
            throw new InvalidOperationException(
                $"Sgd: {nameof(Nesterov)}, {nameof(MovingAverage)} and {nameof(Dampening)} cannot be combined; set only one of them.");
        gradient = AddDecay(gradient, parameter, WeightDecay, state);
        if (Momentum != 0)
        {
            var velocity = state["momentum"] = (Momentum * state["momentum"]) + Fresh(gradient, state);
            gradient = Nesterov ? gradient + (Momentum * velocity) : velocity;
        }

        return parameter - (state.LearningRate * gradient);
    }

    /// <summary>The contribution of the gradient to the direction.</summary>
    private Value Fresh(Value gradient, OptimizerState state)
    {
        if (MovingAverage) return (1 - Momentum) * gradient;
        if (Dampening == 0) return gradient;
        var first = state.Step.EqualTo(state.Step.Number(1));
        return Value.Where(first, state.Step.Number(1), state.Step.Number(1 - Dampening)).Cast(gradient.ElementType) * gradient;
    }
}
