namespace OnnxTrain;

/// <summary>
/// RMSProp (Tieleman and Hinton, 2012): p ← p − rate · g / (√v + ε) with v ← α v + (1 − α) g². <see cref="Centered"/> takes the
/// variance v − m² instead, m ← α m + (1 − α) g (Graves, 2013); with <see cref="Momentum"/> p ← p − rate · b, where
/// b ← momentum · b + g / (√v + ε).
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class RmsProp(double learningRate = 1e-2) : Optimizer(learningRate)
{
    /// <summary>α, the decay of the running mean of squared gradients.</summary>
    public double Alpha { get; init => field = Fraction(value); } = 0.99;

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-8;

    /// <summary>The momentum: 0 for none.</summary>
    public double Momentum { get; init => field = Fraction(value); }

    /// <summary>Whether the gradient is scaled by its running standard deviation instead of its running root mean square.</summary>
    public bool Centered { get; init; }

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        gradient = AddDecay(gradient, parameter, WeightDecay, state);
        var direction = gradient / (Spread(gradient, state).Sqrt() + Epsilon);
        if (Momentum != 0) direction = state["momentum"] = (Momentum * state["momentum"]) + direction;
        return parameter - (state.LearningRate * direction);
    }

    private Value Spread(Value gradient, OptimizerState state)
    {
        var square = state["square"] = (Alpha * state["square"]) + ((1 - Alpha) * (gradient * gradient));
        if (!Centered) return square;
        var mean = state["mean"] = (Alpha * state["mean"]) + ((1 - Alpha) * gradient);

        // A variance can be negative only by rounding.
        return (square - (mean * mean)).Relu();
    }
}
