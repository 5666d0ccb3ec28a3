namespace OnnxTrain;

/// <summary>Clips gradients, in the graph.</summary>
internal static class GradientClipping
{
    // As in PyTorch: keeps the division finite.
    private const double Epsilon = 1e-6;

    /// <summary>Clips each element to −limit … limit.</summary>
    public static Value ByValue(Value gradient, double limit) => gradient.Clip(-limit, limit);

    /// <summary>
    /// min(1, limit / (‖g‖ + 10⁻⁶)) of all gradients together, the factor that clips their norm and keeps the direction (Pascanu, Mikolov
    /// and Bengio, 2013; PyTorch's clip_grad_norm_).
    /// </summary>
    public static Value Scale(IReadOnlyList<Value> gradients, double limit)
    {
        var squares = gradients.Select(g => (g * g).Sum()).Aggregate((sum, square) => sum + square);
        return Value.Min(squares.Number(1), limit / (squares.Sqrt() + Epsilon));
    }
}
