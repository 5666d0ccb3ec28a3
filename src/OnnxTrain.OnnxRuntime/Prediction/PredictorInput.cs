using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>An input of a file, which a column of a table or a tensor fills.</summary>
/// <param name="info">The input.</param>
/// <param name="feature">What the file says of it; null if nothing.</param>
/// <param name="isNumbersOnly">Whether the file takes only numbers.</param>
internal sealed class PredictorInput(OnnxTensorInfo info, Feature? feature, bool isNumbersOnly)
{
    public string Name => info.Name;

    /// <summary>The image that it is, in the file's own words; null for others.</summary>
    public ImageFeature? Image => feature as ImageFeature;

    /// <summary>
    /// How the column is to be read: numbers of tables are float64, so int64 is read as text first; and so are truth values, of which the
    /// file knows the spellings.
    /// </summary>
    public ColumnKind Kind =>
        IsTime ? feature!.IsReadVerbatim ? ColumnKind.Categorical : feature.ColumnKind
        : isNumbersOnly && feature is CategoryFeature ? ColumnKind.Categorical
        : info.ElementType is "float32" or "float64" ? ColumnKind.Numeric : ColumnKind.Categorical;

    /// <summary>Whether it is a time or a duration, which a table may hold in several forms.</summary>
    private bool IsTime => feature is TimeFeature or DurationFeature;

    /// <exception cref="DataException">No column fits into the input.</exception>
    public void RequireColumn(string file, IReadOnlyList<OnnxTensorInfo> all)
    {
        var shape = info.Shape;
        var takesColumn = shape.Rank is 1 or 2 && !shape[0].IsFixed && (shape.Rank == 1 || shape[1].IsOne || !shape[1].IsFixed);
        if (Image is null && (!takesColumn || info.ElementType is not ("float32" or "float64" or "int64" or "string")))
        {
            throw new DataException(
                $"{file} does not take the rows of a table: its input '{info.Name}' is {info.ElementType}{shape}, and a column is "
                    + "float32, float64, int64 or string [batch, 1]. The inputs of the file: "
                    + $"{string.Join(", ", all.Select(i => i.ToString()))}.");
        }
    }

    /// <summary>The column's values as the input takes them; a missing number is NaN, a missing text empty.</summary>
    /// <exception cref="DataException">The column is missing or holds what the input does not take.</exception>
    public TensorData Read(TableBlock rows)
    {
        if (Image is not null) return Image.Read(rows);
        if (IsTime) return feature!.Read(rows);
        if (isNumbersOnly && feature is not null) return feature.ToNumbers(feature.Read(rows));
        var column = rows.Table[Name];
        Shape shape = info.Shape.Rank == 1 ? [rows.Count] : [rows.Count, 1];
        return info.ElementType switch
        {
            "float32" when column.Kind == ColumnKind.Numeric =>
                TensorData.Of<float>(NumberFeature.Narrow(Name, column.Numbers.Slice(rows.Start, rows.Count), rows), shape),
            "float64" when column.Kind == ColumnKind.Numeric => TensorData.Of(column.Numbers.Slice(rows.Start, rows.Count), shape),
            "float32" => TensorData.Of<float>(Parse<float>(column, rows, "numbers", float.NaN), shape),
            "float64" => TensorData.Of<double>(Parse<double>(column, rows, "numbers", double.NaN), shape),
            "int64" => TensorData.Of<long>(Parse<long>(column, rows, "whole numbers", missing: null), shape),
            _ => TensorData.Of<string>([.. Enumerable.Range(rows.Start, rows.Count).Select(column.Text)], shape),
        };
    }

    /// <summary>A tensor as the input takes it.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public TensorData Take(RowTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (Image is not null) return Image.ToRaw(tensor);
        var type = info.ElementType == tensor.ElementType.Text() ? tensor.ElementType
            : info.ElementType == ElementType.Float32.Text() ? ElementType.Float32
            : ElementType.Float64;
        return type.Text() == info.ElementType && tensor.ElementType.Fills(type)
            ? tensor.ToData(type, Shape.Of(tensor.Lengths))
            : throw new ArgumentException($"The input {info} does not take {tensor}.", nameof(tensor));
    }

    /// <summary>The numbers of a column that was read as text.</summary>
    private T[] Parse<T>(CsvColumn column, TableBlock rows, string wanted, T? missing)
        where T : struct, INumber<T>
    {
        var numbers = new T[rows.Count];
        for (var row = 0; row < numbers.Length; row++)
        {
            var text = column.Text(rows.Start + row);
            if (text.Length == 0 && missing is { } value) numbers[row] = value;
            else if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]))
            {
                var found = text.Length == 0 ? "no value" : $"'{text}'";
                throw new DataException($"{rows.Place(row)}: column '{Name}' holds {found}; the file takes {wanted} there.");
            }
        }

        return numbers;
    }
}
