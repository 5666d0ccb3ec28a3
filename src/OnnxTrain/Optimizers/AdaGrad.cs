namespace OnnxTrain;

/// <summary>
/// AdaGrad (Duchi, Hazan and Singer, 2011): p ← p − rateₜ · g / (√s + ε) with s ← s + g² and rateₜ = rate / (1 + (t − 1) · decay).
/// </summary>
/// <param name="learningRate">The learning rate.</param>
public sealed class AdaGrad(double learningRate = 1e-2) : Optimizer(learningRate)
{
    /// <summary>The decay of the learning rate with the number of steps; 0 for none.</summary>
    public double RateDecay { get; init => field = NotNegative(value); }

    /// <summary>The initial value of the sums of squares.</summary>
    public double InitialSum { get; init => field = NotNegative(value); }

    /// <summary>ε, positive: keeps the division finite.</summary>
    public double Epsilon { get; init => field = Positive(value); } = 1e-10;

    /// <summary>λ of the penalty ½ λ ‖p‖²: λ · p is added to the gradient.</summary>
    public double WeightDecay { get; init => field = NotNegative(value); }

    /// <inheritdoc/>
    public override Value Update(Value parameter, Value gradient, OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        gradient = AddDecay(gradient, parameter, WeightDecay, state);
        var rate = RateDecay == 0
            ? state.LearningRate
            : state.LearningRate / (1 + (RateDecay * (state.Step - 1))).Cast(gradient.ElementType);
        var sum = state["sum"] = state["sum"] + (gradient * gradient);
        if (InitialSum != 0) sum += InitialSum;
        return parameter - (rate * gradient / (sum.Sqrt() + Epsilon));
    }
}
