namespace OnnxTrain;

/// <summary>
/// y = x / √(mean of x² + ε) · weight, with the mean over the last axes of each row (Zhang and Sennrich, 2019, "Root mean square layer
/// normalization").
/// </summary>
public sealed class RmsNorm : Module
{
    private readonly Shape _shape;
    private readonly double _epsilon;

    /// <summary>Creates a layer over axes of the given lengths.</summary>
    /// <param name="shape">The last axes, all numbers: <c>[512]</c>.</param>
    /// <param name="epsilon">ε, added to the mean square; PyTorch's default is the epsilon of the element type, 1.2e-7 for float32.</param>
    /// <param name="affine">Whether each element has a learned weight, initially 1.</param>
    /// <exception cref="ShapeException">There is no axis, or one is named.</exception>
    public RmsNorm(Shape shape, double epsilon = 1e-6, bool affine = true)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank == 0 || !shape.IsFixed)
            throw new ShapeException($"RmsNorm: the shape must have at least one axis, all of known length; it is {shape}.");
        (_shape, _epsilon) = (shape, epsilon);
        if (affine) Weight = Parameter("weight", shape, Initializer.Ones);
    }

    /// <summary>The shape of the last axes, initially 1; null if not affine.</summary>
    public Variable? Weight { get; }

    /// <summary>A tensor of the same shape as x [batch, …].</summary>
    /// <exception cref="ShapeException">The last axes of x have other lengths.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.RmsNormalization(Weight?.ToValue() ?? LayerInput.Filled(1, _shape, x.ElementType), _epsilon);
    }
}
