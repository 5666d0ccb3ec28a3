namespace OnnxTrain;

/// <summary>A value known when the graph is written.</summary>
/// <param name="tensor">Its elements.</param>
/// <param name="name">What a file calls it, if it is free; null for a name after its reader.</param>
internal sealed class ConstantValue(TensorData tensor, string? name = null) : Value(tensor.Type)
{
    public TensorData Tensor { get; } = tensor;

    public string? Name { get; } = name;

    public override string ToString() => $"constant {Type}";
}
