using System.Numerics;
using System.Numerics.Tensors;
using System.Security.Cryptography;

namespace OnnxTrain;

/// <summary>
/// A tensor of a <see cref="Dataset"/>, [rows, …]: the features of an input, or the targets. It is made of a <see cref="Tensor{T}"/> of
/// float, double, long or byte, by conversion: <c>new Dataset([pixels, ages], targets)</c>.
/// </summary>
public abstract class RowTensor
{
    private protected RowTensor()
    {
    }

    /// <summary>The type of the elements.</summary>
    public abstract ElementType ElementType { get; }

    /// <summary>The lengths of the axes; the first is the number of rows.</summary>
    public abstract ReadOnlySpan<nint> Lengths { get; }

    /// <summary>The number of elements of a row.</summary>
    internal abstract int RowLength { get; }

    /// <summary>The elements as they lie in memory.</summary>
    internal abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Where the first element that is NaN or infinite stands, counted from 0; −1 where all are finite.</summary>
    internal abstract long FirstNotFinite { get; }

    /// <summary>Whether the elements are in memory; else they are read when they are used.</summary>
    internal virtual bool IsInMemory => true;

    /// <summary>The axes in brackets.</summary>
    internal string Shape => $"[{InvariantText.Join(", ", Lengths)}]";

    /// <summary>The tensor of numbers.</summary>
    public static implicit operator RowTensor(Tensor<float> tensor) => Of(tensor);

    /// <summary>The tensor of numbers.</summary>
    public static implicit operator RowTensor(Tensor<double> tensor) => Of(tensor);

    /// <summary>The tensor of whole numbers.</summary>
    public static implicit operator RowTensor(Tensor<long> tensor) => Of(tensor);

    /// <summary>The tensor of bytes.</summary>
    public static implicit operator RowTensor(Tensor<byte> tensor) => Of(tensor);

    /// <summary>The tensor that this one was made of, dense.</summary>
    /// <typeparam name="T">float, double, long or byte, as <see cref="ElementType"/> says.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public Tensor<T> As<T>()
        where T : unmanaged, INumber<T> => this is RowTensor<T> own
        ? own.Tensor
        : throw new InvalidOperationException(
            IsInMemory
                ? $"The tensor holds {ElementType.Text()}{Shape}, not {ElementTypes.Of<T>().Text()}."
                : $"The rows {this} lie in files and are read when they are used.");

    /// <summary>Element type and axes.</summary>
    public override string ToString() => $"{ElementType.Text()}{Shape}";

    /// <summary>A copy of some rows.</summary>
    internal abstract RowTensor Pick(ReadOnlySpan<int> rows);

    /// <summary>Adds all elements to a hash.</summary>
    internal virtual void AppendTo(IncrementalHash hash) => hash.AppendData(Bytes);

    /// <summary>Copies rows, one after the other, as they lie in memory.</summary>
    internal virtual void Gather(ReadOnlySpan<long> rows, RowBlock block, int column)
    {
        var bytes = Bytes;
        var destination = block.Bytes(column);
        var length = RowLength * ElementType.Size();
        for (var i = 0; i < rows.Length; i++) bytes.Slice((int)rows[i] * length, length).CopyTo(destination[(i * length)..]);
    }

    /// <summary>All elements as a tensor of a type that they fill, in another shape of as many elements.</summary>
    internal abstract TensorData ToData(ElementType type, Shape shape);

    /// <summary>An element as a number.</summary>
    internal abstract double Number(long index);

    private static RowTensor<T> Of<T>(Tensor<T> tensor)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(tensor.IsDense ? tensor : tensor.ToDenseTensor());
    }
}
