namespace OnnxTrain;

public partial class Value
{
    /// <summary>A tensor of the given shape with all elements equal.</summary>
    /// <param name="shape">The axes; named ones must be those of an input of the graph.</param>
    /// <param name="number">The number, one of the element type.</param>
    /// <param name="elementType">The type of the elements.</param>
    /// <exception cref="ShapeException">The number is not representable in the type.</exception>
    public static Value Full(Shape shape, double number, ElementType elementType = ElementType.Float32) =>
        Constant(number, elementType).Expand(shape);

    /// <summary>Zeros.</summary>
    /// <param name="shape">The axes; named ones must be those of an input of the graph.</param>
    /// <param name="elementType">The type of the elements.</param>
    public static Value Zeros(Shape shape, ElementType elementType = ElementType.Float32) => Full(shape, 0, elementType);

    /// <summary>Ones.</summary>
    /// <param name="shape">The axes; named ones must be those of an input of the graph.</param>
    /// <param name="elementType">The type of the elements.</param>
    public static Value Ones(Shape shape, ElementType elementType = ElementType.Float32) => Full(shape, 1, elementType);

    /// <summary>One number, in the shape and type of this value.</summary>
    public Value FullLike(double number) => Full(Shape, number, ElementType);

    /// <summary>Zeros in the shape and type of this value.</summary>
    public Value ZerosLike() => FullLike(0);

    /// <summary>Ones in the shape and type of this value.</summary>
    public Value OnesLike() => FullLike(1);
}
