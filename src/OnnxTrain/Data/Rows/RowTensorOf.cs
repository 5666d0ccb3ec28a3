using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>A <see cref="RowTensor"/> of elements of one type.</summary>
/// <param name="tensor">A dense tensor.</param>
internal sealed class RowTensor<T>(Tensor<T> tensor) : RowTensor
    where T : unmanaged, INumber<T>
{
    public Tensor<T> Tensor => tensor;

    public override ElementType ElementType => ElementTypes.Of<T>();

    public override ReadOnlySpan<nint> Lengths => tensor.Lengths;

    internal override int RowLength => (int)(tensor.FlattenedLength / Lengths[0]);

    internal override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(Elements);

    internal override long FirstNotFinite
    {
        get
        {
            if (!ElementType.IsFloat() || TensorPrimitives.IsFiniteAll(Elements)) return -1;
            var at = 0;
            while (T.IsFinite(Elements[at])) at++;
            return at;
        }
    }

    private ReadOnlySpan<T> Elements => Dataset.Elements(tensor);

    internal override RowTensor<T> Pick(ReadOnlySpan<int> rows) => new(Dataset.Pick(tensor, rows));

    internal override TensorData ToData(ElementType type, Shape shape) =>
        type == ElementType ? TensorData.Of(Elements, shape) : type.VisitStoredNumber<Converter, TensorData>(new(this, shape));

    internal override double Number(long index) => double.CreateChecked(Elements[(int)index]);

    private TTo[] Converted<TTo>()
        where TTo : unmanaged, INumber<TTo>
    {
        var converted = new TTo[Elements.Length];
        ElementConversion.Convert<T, TTo>(Elements, converted);
        return converted;
    }

    private readonly struct Converter(RowTensor<T> tensor, Shape shape) : INumberVisitor<TensorData>
    {
        public TensorData Visit<TTo>()
            where TTo : unmanaged, INumber<TTo> => TensorData.Of<TTo>(tensor.Converted<TTo>(), shape);
    }
}
