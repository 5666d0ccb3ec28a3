namespace OnnxTrain;

/// <summary>The shape rule of operators on strings.</summary>
internal static class TextShape
{
    /// <summary>The type of an input, which must be string.</summary>
    /// <exception cref="ShapeException">It is not.</exception>
    public static TensorType Of(string op, TensorType input) => input.ElementType == ElementType.String
        ? input
        : throw new ShapeException($"{op}: the input is {input}; it must be string.");
}
