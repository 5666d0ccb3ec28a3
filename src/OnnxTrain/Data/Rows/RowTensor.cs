using System.Numerics;
using System.Numerics.Tensors;
using System.Security.Cryptography;

namespace OnnxTrain;

/// <summary>
/// A tensor of a <see cref="Dataset"/>, [rows, …]: the features of an input, or the targets. A <see cref="Tensor{T}"/> of float, double,
/// long or byte converts to it implicitly: <c>new Dataset([pixels, ages], targets)</c>.
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

    /// <summary>The elements as bytes.</summary>
    internal abstract ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The index of the first element that is NaN or infinite, counted from 0; −1 if all are finite.</summary>
    internal abstract long FirstNotFinite { get; }

    /// <summary>Whether the elements are in memory; otherwise they are read when they are used.</summary>
    internal virtual bool IsInMemory => true;

    /// <summary>The shape in brackets.</summary>
    internal string Shape => $"[{InvariantText.Join(", ", Lengths)}]";

    /// <summary>Wraps a tensor of numbers.</summary>
    public static implicit operator RowTensor(Tensor<float> tensor) => Of(tensor);

    /// <summary>Wraps a tensor of numbers.</summary>
    public static implicit operator RowTensor(Tensor<double> tensor) => Of(tensor);

    /// <summary>Wraps a tensor of integers.</summary>
    public static implicit operator RowTensor(Tensor<long> tensor) => Of(tensor);

    /// <summary>Wraps a tensor of bytes.</summary>
    public static implicit operator RowTensor(Tensor<byte> tensor) => Of(tensor);

    /// <summary>Returns the tensor that this one wraps, made dense.</summary>
    /// <typeparam name="T">float, double, long or byte, according to <see cref="ElementType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public Tensor<T> As<T>()
        where T : unmanaged, INumber<T> => ToMemory() is RowTensor<T> own
        ? own.Tensor
        : throw new InvalidOperationException(
            IsInMemory
                ? $"The tensor holds {ElementType.Text()}{Shape}, not {ElementTypes.Of<T>().Text()}."
                : $"The rows {this} lie in files and are read when they are used.");

    /// <summary>The element type and shape.</summary>
    public override string ToString() => $"{ElementType.Text()}{Shape}";

    /// <summary>A copy of some rows.</summary>
    internal abstract RowTensor Pick(ReadOnlySpan<int> rows);

    /// <summary>Adds all elements to a hash.</summary>
    internal virtual void AppendTo(IncrementalHash hash) => hash.AppendData(Bytes);

    /// <summary>Copies rows in order, as bytes.</summary>
    internal virtual void Gather(ReadOnlySpan<long> rows, RowBlock block, int column)
    {
        var bytes = Bytes;
        var destination = block.Bytes(column);
        var length = RowLength * ElementType.Size();
        for (var i = 0; i < rows.Length; i++) bytes.Slice((int)rows[i] * length, length).CopyTo(destination[(i * length)..]);
    }

    /// <summary>All elements as a tensor of a type of the same size, in another shape with the same number of elements.</summary>
    /// <summary>A reader of rows that keeps state, for one thread; null if <see cref="Gather"/> needs none.</summary>
    internal virtual RowGatherer? NewGatherer() => null;

    /// <summary>The same rows in memory as they are, or null if they lie in files of their own.</summary>
    internal virtual RowTensor? ToMemory() => IsInMemory ? this : null;

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
