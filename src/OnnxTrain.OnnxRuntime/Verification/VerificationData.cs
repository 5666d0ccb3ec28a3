using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>The rows to verify on, as the model's inputs take them.</summary>
internal sealed class VerificationData
{
    private const int RowsAtOnce = 256;

    private readonly Func<int, int, TensorData[]> _read;
    private readonly CsvTable? _table;
    private readonly VerificationRows _rows;
    private readonly Lazy<bool[]> _finite;

    private VerificationData(Func<int, int, TensorData[]> read, VerificationRows rows, CsvTable? table)
    {
        (_read, _rows, _table) = (read, rows, table);
        _finite = new(FiniteRows);
    }

    public int Rows => _rows.Count;

    /// <exception cref="ArgumentException">The data do not fit the model's inputs.</exception>
    public static VerificationData Of(Model model, IRowSource data)
    {
        if (data is CsvTable table)
            return model is DataModel columns
                ? OfTable(columns, table)
                : throw new ArgumentException("Only a DataModel is verified on a table; give this model a Dataset.", nameof(model));
        if (model is DataModel { TakesTensors: false })
            throw new ArgumentException("The model takes raw columns; verify it on a table, not on a Dataset.", nameof(model));
        var features = new RowRoles(data).Features.Length;
        if (model is not DataModel && features != model.Inputs.Count)
            throw new ArgumentException(
                $"The data have {features} feature tensors; the model takes {model.Inputs.Count} inputs.", nameof(data));
        var rows = new VerificationRows(RowRoles.RequireCount(data), data.Sizes);
        _ = Read(0, 1);
        return new(Read, rows, table: null);

        TensorData[] Read(int start, int count)
        {
            var wanted = new long[count];
            for (var i = 0; i < count; i++) wanted[i] = rows.Of(new(start, count), i);
            var tensors = RowMemory.Features(data.Select(wanted));
            if (model is DataModel) return [.. model.ToInputs(tensors)];
            return [.. model.Inputs.Select((input, i) => Tensor(input, tensors[i], count, rows.Count))];
        }
    }

    /// <summary>Rows are read when they are verified on: images of a table are many more bytes than their paths.</summary>
    private static VerificationData OfTable(DataModel model, CsvTable table) => new(
        (start, count) => model.Read(table.Select([.. Enumerable.Range(start, count).Select(row => row % table.RowCount)])),
        new(table.RowCount, sizes: null), table);

    /// <summary>The line of a row in the one file that the table was read from; null where there is no such file.</summary>
    public int? Line(int row) => _table is { IsText: true, PlaceOfLine: null } table ? table.LineOf(row) : null;

    /// <summary>
    /// Whether the features of a row of a batch are finite, or those of all its rows. NaN is a missing value of a table, which models of
    /// tables fill in: it is no infinity.
    /// </summary>
    public bool IsFinite(VerificationBatch batch, int? row) => row is { } one
        ? _finite.Value[Row(batch, one)]
        : Enumerable.Range(0, Math.Min(batch.Count, Rows)).All(i => _finite.Value[Row(batch, i)]);

    /// <summary>The row at a place in a batch.</summary>
    public int Row(VerificationBatch batch, int place) => _rows.Of(batch, place);

    /// <summary>The batches to verify on, of each size that the rows have.</summary>
    public IEnumerable<VerificationBatch> Batches(Dimension axis, VerificationOptions options, int most)
    {
        var each = options with { RowsPerBatchSize = Math.Max(1, options.RowsPerBatchSize / _rows.BucketCount) };
        return _rows.Batches(count => VerificationBatch.Of(count, axis, each, most));
    }

    /// <summary>
    /// <paramref name="count"/> rows from <paramref name="start"/> on, those of the size of that row; after the last comes the first.
    /// </summary>
    public TensorData[] Batch(int start, int count) => _read(start, count);

    private bool[] FiniteRows()
    {
        var finite = new bool[Rows];
        foreach (var batch in _rows.Batches(Parts))
        {
            var inputs = Batch(batch.Start, batch.Count);
            for (var row = 0; row < batch.Count; row++)
                finite[Row(batch, row)] = Array.TrueForAll(inputs, input => IsFiniteRow(input, row, batch.Count));
        }

        return finite;
    }

    private static IEnumerable<VerificationBatch> Parts(int rows)
    {
        for (var start = 0; start < rows; start += RowsAtOnce) yield return new(start, Math.Min(RowsAtOnce, rows - start));
    }

    private static bool IsFiniteRow(TensorData input, int row, int rows)
    {
        var width = input.Elements.Length / rows;
        return !input.IsAnyInfinite(row * width, width);
    }

    private static TensorData Tensor(Value input, RowTensor tensor, int rows, int all)
    {
        var shape = RowsOf(input, rows, tensor.Lengths.ToArray(), tensor.RowLength * rows, all);
        return tensor.ElementType.Fills(input.ElementType)
            ? tensor.ToData(input.ElementType, shape)
            : throw new ArgumentException($"The input {input} takes {input.ElementType.Text()}; the data have {tensor}.", nameof(tensor));
    }

    /// <summary>
    /// The input's shape with numbers for its names: the data's own axes where there are as many, else one row's elements in a row.
    /// </summary>
    private static Shape RowsOf(Value input, int rows, nint[] lengths, int elements, int all)
    {
        var wanted = input.Shape;
        Shape given = Shape.Of(lengths);
        var fits = wanted.Rank == lengths.Length;
        for (var axis = 1; fits && axis < wanted.Rank; axis++) fits = wanted[axis].Name is not null || wanted[axis].Size == lengths[axis];
        if (fits) return given;
        if (wanted.Rank > 0 && wanted.Dimensions[1..].ToArray().All(d => d.IsFixed))
        {
            var reshaped = wanted.With(0, rows);
            if (reshaped.ElementCount == elements) return reshaped;
        }

        throw new ArgumentException($"The input {input} does not take features of the shape {given.With(0, all)}.");
    }
}
