using Microsoft.ML;
using Microsoft.ML.Data;

namespace OnnxTrain;

/// <summary>A vector of a fixed size, dense or sparse.</summary>
internal sealed class VectorCell<T>(ValueGetter<VBuffer<T>> getter, Action<ColumnFiller, int, T> put, int length) : DataViewCell
{
    private readonly T[] _items = new T[length];
    private VBuffer<T> _vector;

    public override void Put(ColumnFiller filler, int row)
    {
        getter(ref _vector);
        if (_vector.Length != length)
            throw new FormatException(Invariant($"The vector has {_vector.Length} values, and its column has {length} in every row."));
        _vector.CopyTo(_items);
        for (var i = 0; i < length; i++) put(filler, (row * length) + i, _items[i]);
    }
}
