namespace OnnxTrain;

/// <summary>What an ONNX file declares of one of its inputs or outputs.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="ElementType">The type of the elements as in <c>float32</c>, <c>int64</c>, <c>string</c>.</param>
/// <param name="Shape">The axes, outermost first; <c>?</c> for an axis of unknown length that has no name.</param>
public sealed record OnnxTensorInfo(string Name, string ElementType, Shape Shape)
{
    /// <summary>For example <c>age: float32[batch, 1]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType}{Shape}";

    internal static OnnxTensorInfo Of(string name, TensorType type) => new(name, type.ElementType.Text(), type.Shape);
}
