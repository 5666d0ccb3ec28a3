using System.Globalization;

namespace OnnxTrain;

/// <summary>An input of a file that one column of a table fills.</summary>
internal sealed class PredictorInput
{
    private readonly OnnxTensorInfo _info;

    /// <exception cref="DataException">No column fits into the input.</exception>
    public PredictorInput(OnnxTensorInfo info, string file, IReadOnlyList<OnnxTensorInfo> all)
    {
        _info = info;
        var shape = info.Shape;
        var takesColumn = shape.Rank is 1 or 2 && !shape[0].IsFixed && (shape.Rank == 1 || shape[1].IsOne || !shape[1].IsFixed);
        if (!takesColumn || info.ElementType is not ("float32" or "float64" or "int64" or "string"))
        {
            throw new DataException(
                $"{file} does not take the rows of a table: its input '{info.Name}' is {info.ElementType}{shape}, and a column is "
                + $"float32, float64, int64 or string [batch, 1]. The inputs of the file: {string.Join(", ", all.Select(i => i.ToString()))}.");
        }
    }

    public string Name => _info.Name;

    public ColumnKind Kind => _info.ElementType == "string" ? ColumnKind.Categorical : ColumnKind.Numeric;

    /// <summary>The column's values as the input takes them; a missing number is NaN, a missing text empty.</summary>
    /// <exception cref="DataException">The column is missing or holds what the input does not take.</exception>
    public TensorData Read(CsvTable table)
    {
        var column = table[Name];
        Shape shape = _info.Shape.Rank == 1 ? [table.RowCount] : [table.RowCount, 1];
        if (Kind != ColumnKind.Numeric)
            return TensorData.Of<string>([.. Enumerable.Range(0, table.RowCount).Select(column.Text)], shape);
        var numbers = column.Kind == ColumnKind.Numeric ? column.Numbers : Parse(column, table);
        return _info.ElementType switch
        {
            "float32" => TensorData.Of(numbers, shape),
            "float64" => TensorData.Of<double>(Array.ConvertAll(numbers.ToArray(), number => (double)number), shape),
            _ => TensorData.Of<long>(WholeNumbers(numbers, table), shape),
        };
    }

    private long[] WholeNumbers(ReadOnlySpan<float> numbers, CsvTable table)
    {
        var whole = new long[numbers.Length];
        for (var row = 0; row < whole.Length; row++)
        {
            if (!float.IsInteger(numbers[row]))
            {
                var found = float.IsNaN(numbers[row]) ? "no value" : string.Create(CultureInfo.InvariantCulture, $"{numbers[row]}");
                throw new DataException($"{table.Name}, line {table.LineOf(row)}: column '{Name}' holds {found}; the file takes whole numbers there.");
            }

            whole[row] = (long)numbers[row];
        }

        return whole;
    }

    /// <summary>The numbers of a column that was read as text.</summary>
    private float[] Parse(CsvColumn column, CsvTable table)
    {
        var numbers = new float[column.Count];
        for (var row = 0; row < numbers.Length; row++)
        {
            var text = column.Text(row);
            if (text.Length == 0) numbers[row] = float.NaN;
            else if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]))
                throw new DataException($"{table.Name}, line {table.LineOf(row)}: column '{Name}' holds '{text}'; the file takes numbers there.");
        }

        return numbers;
    }
}
