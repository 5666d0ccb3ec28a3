namespace OnnxTrain;

/// <summary>Constant numbers in float64, for rewrites that compute with them.</summary>
internal static class KnownNumbers
{
    /// <summary>The elements of a variable or constant; null for a value that is computed.</summary>
    public static double[]? Of(Value value) => value switch
    {
        VariableValue v => v.Variable.Numbers(),
        ConstantValue c when c.ElementType.IsFloat() => c.Tensor.Numbers(),
        _ => null,
    };

    /// <summary>A constant of the element type, each number rounded once.</summary>
    /// <param name="elements">In row-major order.</param>
    /// <param name="shape">The axes.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="name">Its name in a file, if it is free.</param>
    public static Value Constant(double[] elements, Shape shape, ElementType type, string? name = null) =>
        new ConstantValue(TensorData.OfNumbers(elements, shape, type), name);
}
