using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// Rows as the network takes them. Few rows are held as they are; many with one-hot features in little memory, and more than a limit in a
/// file.
/// </summary>
internal sealed class EncodedRows
{
    // Beyond this, one-hot rows are packed.
    private const long MostPlainBytes = 1 << 26;

    private readonly DataModel _model;
    private readonly CompactLayout _layout;
    private readonly RowBytes? _packed;
    private float[] _numbers = [];
    private int _rows, _count;

    /// <param name="model">The model that the rows are for.</param>
    /// <param name="rows">The number of rows, if it is known.</param>
    /// <param name="store">Where rows go that are more than memory is to hold; null for memory alone.</param>
    public EncodedRows(DataModel model, long? rows, TableStore? store = null)
    {
        (_model, _layout) = (model, CompactLayout.Of(model.InputFeatures));
        if (rows is not { } known || !model.InputFeatures.Any(feature => feature.RowWidth > 0)) return;
        var (bytes, packedBytes) = (known * Width * sizeof(float), known * _layout.RowBytes);
        if (store is not null && packedBytes > store.OfRows) _packed = new ScratchRowBytes(_layout.RowBytes, store);
        else if (bytes > MostPlainBytes && 2 * packedBytes <= bytes) _packed = new MemoryRowBytes(_layout.RowBytes);
        else _numbers = new float[Size(known)];
    }

    private int Width => (int)_model.Features[0].Shape[1].Size;

    public void Add(ReadOnlySpan<float> numbers, int rows)
    {
        if (_packed is not null)
        {
            for (var row = 0; row < rows; row++)
            {
                _layout.Pack(numbers.Slice(row * Width, Width), _packed.Room());
                _packed.Write();
            }

            return;
        }

        var needed = Size(_rows + (long)rows);
        if (needed > _numbers.Length) Array.Resize(ref _numbers, (int)Math.Clamp(2L * _numbers.Length, needed, Array.MaxLength));
        numbers.CopyTo(_numbers.AsSpan(_count));
        (_rows, _count) = (_rows + rows, needed);
    }

    public RowTensor Finish()
    {
        if (_packed is not null)
        {
            _packed.Finish();
            return new CompactTensor(_layout, _packed);
        }

        if (_numbers.Length > _count) Array.Resize(ref _numbers, _count);
        return Tensor.Create(_numbers, [_rows, Width]);
    }

    private int Size(long rows)
    {
        if (rows * Width <= Array.MaxLength) return (int)(rows * Width);
        var widest = _model.InputFeatures.MaxBy(feature => feature.RowWidth)!;
        throw new DataException(
            $"{rows} rows of {Width} features do not fit into memory; column '{widest.Name}' alone has {widest.RowWidth} categories. Leave "
                + "it out.");
    }
}
