namespace OnnxTrain;

/// <summary>A tensor to write to a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type and shape, without named axes.</param>
/// <param name="Write">Writes the elements, little-endian and row-major.</param>
internal sealed record SafeTensorsSource(string Name, TensorType Type, Action<Stream> Write)
{
    /// <summary>A variable in its own element type.</summary>
    public static SafeTensorsSource Of(string name, Variable variable) => new(name, new(variable.ElementType, variable.Shape), stream =>
    {
        stream.Write(variable.Bytes);
        GC.KeepAlive(variable);
    });

    /// <summary>Elements of any type that the format supports.</summary>
    public static SafeTensorsSource Of(string name, TensorData tensor) => new(name, tensor.Type, stream => stream.Write(tensor.Bytes));

    /// <summary>A variable in another floating-point type, each number rounded once.</summary>
    /// <exception cref="ArgumentException">The type cannot hold one of its numbers.</exception>
    public static SafeTensorsSource Of(Variable variable, ElementType type)
    {
        if (type == variable.ElementType) return Of(variable.Name, variable);
        if (Array.Find(variable.Numbers(), number => !ElementNumbers.Holds(type, number)) is var large and not 0)
            throw new ArgumentException(Invariant($"{variable.Name} has {large:G9}, which {type.Text()} cannot hold."), nameof(type));
        return new(
            variable.Name, new(type, variable.Shape),
            stream => stream.Write(TensorData.OfNumbers(variable.Numbers(), variable.Shape, type).Bytes));
    }
}
