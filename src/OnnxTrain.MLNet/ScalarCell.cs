using Microsoft.ML;

namespace OnnxTrain;

/// <summary>A single value.</summary>
internal sealed class ScalarCell<T>(ValueGetter<T> getter, Action<ColumnFiller, int, T> put) : DataViewCell
{
    private T _value = default!;

    public override void Put(ColumnFiller filler, int row)
    {
        getter(ref _value);
        put(filler, row, _value);
    }
}
