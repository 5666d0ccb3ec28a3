namespace OnnxTrain;

/// <summary>A value that is known when the graph is built.</summary>
/// <param name="tensor">Its elements.</param>
/// <param name="name">Its name in a file, if it is free; null to name it after its reader.</param>
internal sealed class ConstantValue(TensorData tensor, string? name = null) : Value(tensor.Type)
{
    public TensorData Tensor { get; } = tensor;

    public string? Name { get; } = name;

    public override string ToString() => $"constant {Type}";
}
