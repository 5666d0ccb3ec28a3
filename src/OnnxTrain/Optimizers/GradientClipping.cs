namespace OnnxTrain;

/// <summary>Holds gradients within bounds, in the graph.</summary>
internal static class GradientClipping
{
    // As PyTorch has it: keeps the division finite.
    private const double Epsilon = 1e-6;

    /// <summary>Each element between −limit and limit.</summary>
    public static Value ByValue(Value gradient, double limit) => gradient.Clip(-limit, limit);

    /// <summary>g · min(1, limit / (‖g‖ + 10⁻⁶)): the direction stays (Pascanu, Mikolov and Bengio, 2013; PyTorch's clip_grad_norm_).</summary>
    public static Value ByNorm(Value gradient, double limit)
    {
        var norm = (gradient * gradient).Sum().Sqrt();
        return gradient * Value.Min(gradient.Number(1), limit / (norm + Epsilon));
    }
}
