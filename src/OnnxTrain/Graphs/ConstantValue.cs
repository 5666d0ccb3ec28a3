namespace OnnxTrain;

/// <summary>A value known when the graph is written.</summary>
internal sealed class ConstantValue(ConstantTensor tensor) : Value(tensor.Type)
{
    public ConstantTensor Tensor { get; } = tensor;

    public override string ToString() => $"constant {Type}";
}
