using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>The rows to verify on, as the model's inputs take them.</summary>
internal sealed class VerificationData
{
    private readonly TensorData[] _inputs;
    private readonly CsvTable? _table;

    private readonly Lazy<bool[]> _finite;

    private VerificationData(TensorData[] inputs, int rows, CsvTable? table)
    {
        (_inputs, Rows, _table) = (inputs, rows, table);
        _finite = new(() => [.. Enumerable.Range(0, rows).Select(IsFiniteRow)]);
    }

    public int Rows { get; }

    /// <exception cref="ArgumentException">The model is not one of a table.</exception>
    public static VerificationData Of(Model model, CsvTable table) => model is DataModel rows
        ? new(rows.Read(table), table.RowCount, table)
        : throw new ArgumentException("Only a DataModel is verified on a table; give this model a Dataset.", nameof(model));

    /// <exception cref="ArgumentException">The data do not fit the model's inputs.</exception>
    public static VerificationData Of(Model model, Dataset data)
    {
        if (model is DataModel { TakesTensors: false })
            throw new ArgumentException("The model takes raw columns; verify it on a table, not on a Dataset.", nameof(model));
        if (model is DataModel) return new([.. model.ToInputs(data.Features)], data.RowCount, table: null);
        if (data.Features.Count != model.Inputs.Count)
            throw new ArgumentException(
                $"The data have {data.Features.Count} feature tensors; the model takes {model.Inputs.Count} inputs.", nameof(data));
        return new([.. model.Inputs.Select((input, i) => Tensor(input, data, i))], data.RowCount, table: null);
    }

    public int? Line(int row) => _table?.LineOf(row);

    /// <summary>
    /// Whether the features of a row of a batch are finite, or those of all its rows. NaN is a missing value of a table, which models of
    /// tables fill in: it is no infinity.
    /// </summary>
    public bool IsFinite(VerificationBatch batch, int? row) => row is { } one
        ? _finite.Value[(batch.Start + one) % Rows]
        : Enumerable.Range(batch.Start, Math.Min(batch.Count, Rows)).All(i => _finite.Value[i % Rows]);

    private bool IsFiniteRow(int row) => Array.TrueForAll(_inputs, input =>
    {
        var width = input.Elements.Length / Rows;
        return input.Elements switch
        {
            float[] floats => !TensorPrimitives.IsInfinityAny<float>(floats.AsSpan(row * width, width)),
            double[] doubles => !TensorPrimitives.IsInfinityAny<double>(doubles.AsSpan(row * width, width)),
            _ => true,
        };
    });

    /// <summary><paramref name="count"/> rows from <paramref name="start"/> on; after the last row comes the first.</summary>
    public TensorData[] Batch(int start, int count) => [.. _inputs.Select(input => Take(input, start, count))];

    private TensorData Take(TensorData all, int start, int count)
    {
        if (start == 0 && count == Rows) return all;
        var batch = TensorData.Empty(new(all.Type.ElementType, all.Type.Shape.With(0, count)));
        var width = all.Elements.Length / Rows;
        for (var taken = 0; taken < count;)
        {
            var row = (start + taken) % Rows;
            var part = Math.Min(count - taken, Rows - row);
            Array.Copy(all.Elements, row * width, batch.Elements, taken * width, part * width);
            taken += part;
        }

        return batch;
    }

    private static TensorData Tensor(Value input, Dataset data, int index)
    {
        var tensor = data.Features[index];
        var shape = RowsOf(input, data.RowCount, tensor.Lengths.ToArray(), tensor.RowLength * data.RowCount);
        return tensor.Fills(input.ElementType)
            ? tensor.ToData(input.ElementType, shape)
            : throw new ArgumentException($"The input {input} takes {input.ElementType.Text()}; the data have {tensor}.", nameof(data));
    }

    /// <summary>
    /// The input's shape with numbers for its names: the data's own axes where there are as many, else one row's elements in a row.
    /// </summary>
    private static Shape RowsOf(Value input, int rows, nint[] lengths, int elements)
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

        throw new ArgumentException($"The input {input} does not take features of the shape {given}.");
    }
}
