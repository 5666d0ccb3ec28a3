using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>Collects numbers as float64.</summary>
/// <param name="column">The column.</param>
/// <param name="areSeconds">Whether they are durations in seconds.</param>
/// <param name="place">Where a row is, for messages.</param>
internal sealed class TableNumbers(RowColumn column, bool areSeconds, Func<long, string> place) : TableColumn(column)
{
    /// <summary>From here on whole numbers have a text of their own, which float64 may not hold.</summary>
    private const long MostShort = 1_000_000_000_000_000;

    private readonly List<double> _numbers = [];
    private readonly Spellings _spellings = new();
    private double[] _converted = [];

    public override void Add(RowBlock block, int column, long first, int count)
    {
        if (Column.ElementType == ElementType.String)
        {
            var texts = block.Values<string>(column);
            for (var i = 0; i < count; i++) _numbers.Add(Parse(texts[i], first + i));
            return;
        }

        if (_converted.Length < block.Capacity) _converted = new double[block.Capacity];
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
        if (Column.ElementType == ElementType.Int64) KeepLongTexts(block.Values<long>(column)[..count]);
        _numbers.AddRange(_converted.AsSpan(0, count));
    }

    public override CsvColumn Finish() => new(Column.Name, [.. _numbers], _spellings.Count > 0 ? _spellings : null)
    {
        IsSingle = Column.ElementType == ElementType.Float32, HoldsSeconds = areSeconds,
    };

    private void KeepLongTexts(ReadOnlySpan<long> numbers)
    {
        Span<byte> text = stackalloc byte[NumberText.MostBytes];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] is > -MostShort and < MostShort) continue;
            numbers[i].TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
            _spellings.Add(_numbers.Count + i, text[..length]);
        }
    }

    private void RequireFinite(RowBlock block, int column, long first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!double.IsInfinity(_converted[i])) continue;
            var number = Column.ElementType.VisitStoredNumber<Element, string>(new(block, column, i));
            throw new DataException(
                $"{place(first + i)}, column '{Column.Name}': {number} is infinite, or too large for a 64-bit number. Replace it by a "
                    + "finite number, or by a missing value.");
        }
    }

    private double Parse(string text, long row)
    {
        if (text.Length == 0) return double.NaN;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
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
