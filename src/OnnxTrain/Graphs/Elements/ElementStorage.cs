using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>The storage of the elements of a type in memory, and in the typed fields of ONNX tensors.</summary>
internal abstract class ElementStorage
{
    /// <summary>The type of the elements of the array that holds them.</summary>
    public abstract Type ClrType { get; }

    /// <summary>Creates an array of zeros, false or empty strings.</summary>
    public abstract Array New(int length);

    /// <summary>The bytes of the array, which are the raw data of an ONNX tensor; not for strings.</summary>
    public abstract Span<byte> Bytes(Array elements);

    /// <summary>The number of entries in the typed field of the tensor.</summary>
    public abstract int FieldLength(TensorProto tensor);

    /// <summary>The entries of the typed field, as an array.</summary>
    public abstract Array ReadField(TensorProto tensor);

    /// <summary>Adds the elements to the typed field.</summary>
    public abstract void WriteField(Array elements, TensorProto tensor);
}

/// <summary>Elements of a type of fixed size; several may lie in one <typeparamref name="T"/>.</summary>
/// <param name="field">The typed field of an ONNX tensor, an alternative to raw data.</param>
/// <param name="read">Converts an entry of the field to an element.</param>
/// <param name="write">Converts an element to an entry of the field.</param>
internal sealed class ElementStorage<T, TField>(
    Func<TensorProto, RepeatedField<TField>> field, Func<TField, T> read, Func<T, TField> write) : ElementStorage
    where T : unmanaged
{
    public override Type ClrType => typeof(T);

    public override Array New(int length) => new T[length];

    public override Span<byte> Bytes(Array elements) => MemoryMarshal.AsBytes(((T[])elements).AsSpan());

    public override int FieldLength(TensorProto tensor) => field(tensor).Count;

    public override Array ReadField(TensorProto tensor) => field(tensor).Select(read).ToArray();

    public override void WriteField(Array elements, TensorProto tensor) => field(tensor).AddRange(((T[])elements).Select(write));
}

/// <summary>Strings on the managed heap, UTF-8 in a file.</summary>
internal sealed class StringStorage : ElementStorage
{
    public override Type ClrType => typeof(string);

    public override Array New(int length) => Enumerable.Repeat("", length).ToArray();

    public override Span<byte> Bytes(Array elements) => throw new InvalidOperationException("Strings have no fixed size.");

    public override int FieldLength(TensorProto tensor) => tensor.StringData.Count;

    public override Array ReadField(TensorProto tensor) => tensor.StringData.Select(text => text.ToStringUtf8()).ToArray();

    public override void WriteField(Array elements, TensorProto tensor) =>
        tensor.StringData.AddRange(((string[])elements).Select(ByteString.CopyFromUtf8));
}
