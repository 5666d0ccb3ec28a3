using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Collects the row of numbers of all features that become some.</summary>
internal sealed class EncodedRows
{
    private readonly DataModel _model;
    private float[] _numbers = [];
    private int _rows, _count;

    /// <param name="model">The model.</param>
    /// <param name="rows">The number of rows; null where that is not known.</param>
    /// <exception cref="DataException">They do not fit into memory.</exception>
    public EncodedRows(DataModel model, long? rows)
    {
        _model = model;
        if (rows is { } known && model.InputFeatures.Any(feature => feature.RowWidth > 0)) _numbers = new float[Size(known)];
    }

    private int Width => (int)_model.Features[0].Shape[1].Size;

    /// <exception cref="DataException">The rows do not fit into memory.</exception>
    public void Add(ReadOnlySpan<float> numbers, int rows)
    {
        var needed = Size(_rows + (long)rows);
        if (needed > _numbers.Length) Array.Resize(ref _numbers, (int)Math.Clamp(2L * _numbers.Length, needed, Array.MaxLength));
        numbers.CopyTo(_numbers.AsSpan(_count));
        (_rows, _count) = (_rows + rows, needed);
    }

    /// <summary>The rows [rows, width].</summary>
    public Tensor<float> Finish()
    {
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
