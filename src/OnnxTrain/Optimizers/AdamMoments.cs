namespace OnnxTrain;

/// <summary>The shared part of the optimizers of Adam's family: running means of the gradient and of its square.</summary>
internal static class AdamMoments
{
    /// <summary>
    /// rate · m̂ / (√v̂ + ε) with m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ); with
    /// <paramref name="amsGrad"/> v̂ = max(v so far) / (1 − β₂ᵗ).
    /// </summary>
    public static Value Step(Value gradient, OptimizerState state, double beta1, double beta2, double epsilon, bool amsGrad)
    {
        // The scalars first: the rest is one elementwise chain over all parameters, which runs as one loop.
        var type = gradient.ElementType;
        var correction1 = Correction(beta1, state).Cast(type);
        var correction2 = Correction(beta2, state).Pow(-0.5).Cast(type);
        var rate = state.LearningRate / correction1;
        var m = First(gradient, state, beta1);
        var v = Second(gradient, state, beta2);
        if (amsGrad) v = state["v_max"] = Value.Max(state["v_max"], v);
        return rate * m / ((v.Sqrt() * correction2) + epsilon);
    }

    /// <summary>1 − βᵗ, the bias correction of a running mean that started at zero, in float64.</summary>
    public static Value Correction(double beta, OptimizerState state) => 1 - Value.Constant(beta, ElementType.Float64).Pow(state.Step);

    /// <summary>m ← β₁ m + (1 − β₁) g.</summary>
    public static Value First(Value gradient, OptimizerState state, double beta1) =>
        state["m"] = (beta1 * state["m"]) + ((1 - beta1) * gradient);

    /// <summary>v ← β₂ v + (1 − β₂) g².</summary>
    public static Value Second(Value gradient, OptimizerState state, double beta2) =>
        state["v"] = (beta2 * state["v"]) + ((1 - beta2) * (gradient * gradient));
}
