namespace OnnxTrain;

/// <summary>A value known when the graph is written.</summary>
internal sealed class ConstantValue(TensorData tensor) : Value(tensor.Type)
{
    public TensorData Tensor { get; } = tensor;

    public override string ToString() => $"constant {Type}";
}
