namespace OnnxTrain;

/// <summary>A value that the caller supplies: a batch of features, targets, the learning rate.</summary>
internal sealed class InputValue(string name, TensorType type) : Value(type)
{
    public string Name { get; } = name;

    public override string ToString() => $"{Name}: {Type}";
}
