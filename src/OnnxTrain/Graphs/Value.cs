namespace OnnxTrain;

/// <summary>
/// A symbolic tensor, for the computations in a model's <c>Forward</c>. It has an element type, a shape and a producer, but no numbers.
/// Operators are its methods and C# operators; each call adds a node to the graph.
/// </summary>
public partial class Value
{
    private protected Value(TensorType type) => Type = type;

    internal Value(Node producer, int outputIndex, TensorType type)
        : this(type)
    {
        Producer = producer;
        OutputIndex = outputIndex;
    }

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => Type.ElementType;

    /// <summary>The axes, outermost first; some may be names.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The node that computes the value, or null for an input, a constant or a variable.</summary>
    internal Node? Producer { get; }

    /// <summary>The index of this value among the producer's outputs.</summary>
    internal int OutputIndex { get; }

    /// <summary>A named input of a graph.</summary>
    /// <param name="name">The name of the input, also in an ONNX file.</param>
    /// <param name="elementType">The type of the elements.</param>
    /// <param name="shape">The axes; give names to those that differ between runs: <c>["batch", 784]</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or holds the character NUL.</exception>
    /// <exception cref="ShapeException">The type has two elements per byte.</exception>
    public static Value Input(string name, ElementType elementType, Shape shape)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (elementType.IsPacked())
            throw new ShapeException($"Input '{name}': {elementType.Text()} is only for constants; use int8 or another type and Cast.");
        return new InputValue(NameText.Require(name, "name of an input"), new(elementType, shape));
    }

    /// <summary>A constant scalar.</summary>
    public static Value Constant(double value, ElementType elementType) =>
        new ConstantValue(TensorData.Scalar(value, elementType));

    /// <summary>A constant tensor of the given shape, elements in row-major order.</summary>
    /// <typeparam name="T">float, double, long, int, bool, string, byte, Half, BFloat16, sbyte, short, ushort, uint or ulong.</typeparam>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    public static Value Constant<T>(ReadOnlySpan<T> elements, Shape shape) =>
        new ConstantValue(TensorData.Of(elements, shape));

    /// <summary>A constant tensor of numbers in an element type, each rounded once.</summary>
    internal static Value Constant(double[] numbers, Shape shape, ElementType type) =>
        new ConstantValue(TensorData.OfNumbers(numbers, shape, type));

    /// <summary>Element type, shape and producer.</summary>
    public override string ToString() => Producer is null ? $"{Type}" : $"{Producer.Op.Name} → {Type}";
}
