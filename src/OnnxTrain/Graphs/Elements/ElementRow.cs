using DataType = OnnxTrain.Onnx.TensorProto.Types.DataType;

namespace OnnxTrain;

/// <summary>The properties of an element type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Name">The name in messages, as in ONNX and PyTorch.</param>
/// <param name="Onnx">Its number in an ONNX file.</param>
/// <param name="Kind">What the elements are.</param>
/// <param name="IsSigned">Whether they may be negative.</param>
/// <param name="Computes">The type that operators compute in after a Cast; the type itself if they support it.</param>
/// <param name="SafeTensors">Its name in safetensors files; null if they do not support it.</param>
/// <param name="Storage">The storage of its elements in memory and in ONNX files.</param>
internal sealed record ElementRow(
    ElementType Type,
    string Name,
    DataType Onnx,
    ElementKind Kind,
    bool IsSigned,
    ElementType Computes,
    string? SafeTensors,
    ElementStorage Storage)
{
    /// <summary>Bits of an element; 0 for strings, which have no fixed size.</summary>
    public int Bits { get; } = OnnxTrain.Onnx.OnnxDataTypes.Bits(Onnx);
}
