namespace OnnxTrain;

/// <summary>The type of a tensor: element type and shape.</summary>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="Shape">The axes, outermost first.</param>
public readonly record struct TensorType(ElementType ElementType, Shape Shape)
{
    /// <summary>The axes, outermost first.</summary>
    /// <exception cref="ShapeException">An axis is −1.</exception>
    public Shape Shape { get; init; } = Shape.Settled();

    /// <summary>For example <c>float32[batch, 10]</c>.</summary>
    public override string ToString() => ElementType.Text() + Shape;
}
