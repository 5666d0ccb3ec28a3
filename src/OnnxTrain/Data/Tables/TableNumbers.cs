using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>Collects numbers as float32.</summary>
internal sealed class TableNumbers(RowColumn column, Func<long, string> place) : TableColumn(column)
{
    private readonly List<float> _numbers = [];
    private float[] _converted = [];

    public override void Add(RowBlock block, int column, long first, int count)
    {
        if (Column.ElementType == ElementType.String)
        {
            var texts = block.Values<string>(column);
            for (var i = 0; i < count; i++) _numbers.Add(Parse(texts[i], first + i));
            return;
        }

        if (_converted.Length < block.Capacity) _converted = new float[block.Capacity];
        if (Column.ElementType == ElementType.Bool)
        {
            var truths = block.Values<bool>(column);
            for (var i = 0; i < count; i++) _converted[i] = truths[i] ? 1 : 0;
        }
        else
        {
            block.Convert(column, count, _converted);
        }

        RequireFinite(block, column, first, count);
        _numbers.AddRange(_converted.AsSpan(0, count));
    }

    public override CsvColumn Finish() => new(Column.Name, [.. _numbers]);

    private void RequireFinite(RowBlock block, int column, long first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!float.IsInfinity(_converted[i])) continue;
            var number = Column.ElementType.VisitStoredNumber<Element, string>(new(block, column, i));
            throw new DataException(
                $"{place(first + i)}, column '{Column.Name}': {number} is infinite, or too large for a 32-bit number. Replace it by a "
                    + "finite number, or by a missing value.");
        }
    }

    private float Parse(string text, long row)
    {
        if (text.Length == 0) return float.NaN;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)
            ? number
            : throw new DataException(
                $"{place(row)}, column '{Column.Name}': '{text}' is not a number. Correct it, leave it out if it is missing, or set the "
                    + "column's kind to Categorical.");
    }

    private readonly struct Element(RowBlock block, int column, int row) : INumberVisitor<string>
    {
        public string Visit<T>()
            where T : unmanaged, INumber<T> => block.Values<T>(column)[row].ToString(null, CultureInfo.InvariantCulture);
    }
}
