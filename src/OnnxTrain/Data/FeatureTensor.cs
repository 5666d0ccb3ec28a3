using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The features for one input of a model, [rows, …]: numbers or bytes.</summary>
internal sealed class FeatureTensor
{
    private FeatureTensor(Tensor<float>? floats, Tensor<byte>? pixels) => (Floats, Pixels) = (floats, pixels);

    public static FeatureTensor Of(Tensor<float> tensor) => new(tensor, null);

    public static FeatureTensor Of(Tensor<byte> tensor) => new(null, tensor);

    public Tensor<float>? Floats { get; }

    public Tensor<byte>? Pixels { get; }

    public ElementType ElementType => Floats is null ? ElementType.UInt8 : ElementType.Float32;

    public ReadOnlySpan<nint> Lengths => Floats is null ? Pixels!.Lengths : Floats.Lengths;

    /// <summary>The number of elements of a row.</summary>
    public int RowLength => (int)((Floats?.FlattenedLength ?? Pixels!.FlattenedLength) / Lengths[0]);

    /// <summary>The elements as they lie in memory.</summary>
    public ReadOnlySpan<byte> Bytes => Floats is null ? Dataset.Elements(Pixels!) : MemoryMarshal.AsBytes(Dataset.Elements(Floats));

    public string Shape => $"[{string.Join(", ", Lengths.ToArray())}]";

    public FeatureTensor Pick(ReadOnlySpan<int> rows) => Floats is null ? Of(Dataset.Pick(Pixels!, rows)) : Of(Dataset.Pick(Floats, rows));
}
