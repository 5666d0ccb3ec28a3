namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · weight + bias, with mean and variance over the last axes of each row (Ba, Kiros and Hinton, 2016,
/// "Layer normalization").
/// </summary>
public sealed class LayerNorm : Module
{
    private readonly Shape _shape;
    private readonly double _epsilon;

    /// <summary>Creates a layer over axes of the given lengths.</summary>
    /// <param name="shape">The last axes, all numbers: <c>[512]</c>, or <c>[64, 28, 28]</c> for whole images.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="affine">Whether each element has a learned weight, initially 1.</param>
    /// <param name="bias">Whether, if affine, each element has a learned bias, initially 0.</param>
    /// <exception cref="ShapeException">There is no axis, or one is named.</exception>
    public LayerNorm(Shape shape, double epsilon = 1e-5, bool affine = true, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank == 0 || !shape.IsFixed)
            throw new ShapeException($"LayerNorm: the shape must have at least one axis, all of known length; it is {shape}.");
        (_shape, _epsilon) = (shape, epsilon);
        if (!affine) return;
        Weight = Parameter("weight", shape, Initializer.Ones);
        if (bias) Bias = Parameter("bias", shape, Initializer.Zeros);
    }

    /// <summary>The shape of the last axes, initially 1; null if not affine.</summary>
    public Variable? Weight { get; }

    /// <summary>The shape of the last axes, initially 0; null if there is none.</summary>
    public Variable? Bias { get; }

    /// <summary>A tensor of the same shape as x [batch, …].</summary>
    /// <exception cref="ShapeException">The last axes of x have other lengths.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.LayerNormalization(Weight?.ToValue() ?? LayerInput.Filled(1, _shape, x.ElementType), Bias?.ToValue(), _epsilon);
    }
}
