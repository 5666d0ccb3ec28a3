namespace OnnxTrain;

/// <summary>
/// y = x / √(mean of x² + ε) · weight, the mean over the last axes of each row (Zhang and Sennrich, 2019, "Root mean square layer
/// normalization").
/// </summary>
public sealed class RmsNorm : Module
{
    private readonly Shape _shape;
    private readonly double _epsilon;

    /// <summary>A layer over axes of the given lengths.</summary>
    /// <param name="shape">The last axes, all numbers: <c>[512]</c>.</param>
    /// <param name="epsilon">ε, added to the mean square; PyTorch's is that of the element type, 1.2e-7 for float32, unless one is
    /// given.</param>
    /// <param name="affine">Whether each element is scaled by a learned weight, at first 1.</param>
    /// <exception cref="ShapeException">There is no axis, or one is named.</exception>
    public RmsNorm(Shape shape, double epsilon = 1e-6, bool affine = true)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank == 0 || !shape.IsFixed)
            throw new ShapeException($"RmsNorm: it normalizes over one axis at least, all of known length, not {shape}.");
        (_shape, _epsilon) = (shape, epsilon);
        if (affine) Weight = Parameter("weight", shape, Initializer.Ones);
    }

    /// <summary>The shape of the last axes, at first 1; null if not affine.</summary>
    public Variable? Weight { get; }

    /// <summary>As many elements as x [batch, …], of the same shape.</summary>
    /// <exception cref="ShapeException">The last axes of x are others.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.RmsNormalization(Weight?.ToValue() ?? LayerInput.Filled(1, _shape, x.ElementType), _epsilon);
    }
}
