using System.Globalization;
using System.Numerics;

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
                    + "float32, float64, int64 or string [batch, 1]. The inputs of the file: "
                    + $"{string.Join(", ", all.Select(i => i.ToString()))}.");
        }
    }

    public string Name => _info.Name;

    /// <summary>How the column is to be read: numbers of tables are float32, so wider ones are read as text first.</summary>
    public ColumnKind Kind => _info.ElementType == "float32" ? ColumnKind.Numeric : ColumnKind.Categorical;

    /// <summary>The column's values as the input takes them; a missing number is NaN, a missing text empty.</summary>
    /// <exception cref="DataException">The column is missing or holds what the input does not take.</exception>
    public TensorData Read(CsvTable table)
    {
        var column = table[Name];
        Shape shape = _info.Shape.Rank == 1 ? [table.RowCount] : [table.RowCount, 1];
        return _info.ElementType switch
        {
            "float32" when column.Kind == ColumnKind.Numeric => TensorData.Of(column.Numbers, shape),
            "float32" => TensorData.Of<float>(Parse<float>(column, table, "numbers", float.NaN), shape),
            "float64" => TensorData.Of<double>(Parse<double>(column, table, "numbers", double.NaN), shape),
            "int64" => TensorData.Of<long>(Parse<long>(column, table, "whole numbers", missing: null), shape),
            _ => TensorData.Of<string>([.. Enumerable.Range(0, table.RowCount).Select(column.Text)], shape),
        };
    }

    /// <summary>The numbers of a column that was read as text.</summary>
    private T[] Parse<T>(CsvColumn column, CsvTable table, string wanted, T? missing)
        where T : struct, INumber<T>
    {
        var numbers = new T[column.Count];
        for (var row = 0; row < numbers.Length; row++)
        {
            var text = column.Text(row);
            if (text.Length == 0 && missing is { } value) numbers[row] = value;
            else if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]))
            {
                var found = text.Length == 0 ? "no value" : $"'{text}'";
                throw new DataException(
                    $"{table.Name}, line {table.LineOf(row)}: column '{Name}' holds {found}; the file takes {wanted} there.");
            }
        }

        return numbers;
    }
}
