namespace OnnxTrain;

/// <summary>The part that the optimizers of Adam's family share: running means of the gradient and of its square.</summary>
internal static class AdamMoments
{
    /// <summary>
    /// rate · m̂ / (√v̂ + ε) with m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
    /// </summary>
    public static Value Step(Value gradient, OptimizerState state, double beta1, double beta2, double epsilon)
    {
        // The scalars first: what follows is one chain over all parameters, and runs as one loop.
        var type = gradient.ElementType;
        var correction1 = (1 - Value.Constant(beta1, ElementType.Float64).Pow(state.Step)).Cast(type);
        var correction2 = (1 - Value.Constant(beta2, ElementType.Float64).Pow(state.Step)).Pow(-0.5).Cast(type);
        var rate = state.LearningRate / correction1;
        var m = state["m"] = (beta1 * state["m"]) + ((1 - beta1) * gradient);
        var v = state["v"] = (beta2 * state["v"]) + ((1 - beta2) * (gradient * gradient));
        return rate * m / ((v.Sqrt() * correction2) + epsilon);
    }
}
