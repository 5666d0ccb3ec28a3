namespace OnnxTrain;

/// <summary>Numbers that do not depend on the data, in float64, for rewrites that compute with them.</summary>
internal static class KnownNumbers
{
    /// <summary>The elements of a variable or constant; null for a value that is computed.</summary>
    public static double[]? Of(Value value) => (value, value.ElementType) switch
    {
        (VariableValue v, _) => v.Variable.Numbers(),
        (ConstantValue c, ElementType.Float64) => c.Tensor.As<double>().ToArray(),
        (ConstantValue c, ElementType.Float32) => Array.ConvertAll(c.Tensor.As<float>().ToArray(), x => (double)x),
        _ => null,
    };

    /// <summary>A constant of the element type, each number rounded once.</summary>
    /// <param name="elements">In row-major order.</param>
    /// <param name="shape">The axes.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="name">What a file calls it, if it is free.</param>
    public static Value Constant(double[] elements, Shape shape, ElementType type, string? name = null) =>
        new ConstantValue(
            type == ElementType.Float64
                ? TensorData.Of<double>(elements, shape)
                : TensorData.Of<float>(Array.ConvertAll(elements, x => (float)x), shape),
            name);
}
