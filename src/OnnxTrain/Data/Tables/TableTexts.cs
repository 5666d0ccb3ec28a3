using System.Globalization;

namespace OnnxTrain;

/// <summary>Collects texts, one string object for each; "" where one is missing.</summary>
/// <param name="column">The column.</param>
/// <param name="kind">What its values are.</param>
/// <param name="isFound">Whether texts that are all times or durations are to be taken as such.</param>
/// <param name="place">Where a row is, for messages.</param>
internal sealed class TableTexts(RowColumn column, ColumnKind kind, bool isFound, Func<long, string> place) : TableColumn(column)
{
    private readonly List<int> _codes = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    public override void Add(RowBlock block, int column, long first, int count) =>
        Column.ElementType.VisitElement<Adding, bool>(new(this, block, column, first, count));

    public override CsvColumn Finish()
    {
        var column = CsvColumn.OfTexts(Column.Name, kind, [.. _codes], [.. _texts.OrderBy(text => text.Value).Select(text => text.Key)]);
        return isFound ? column.Recognized() : column;
    }

    private static string Text<T>(T value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        double.NaN or float.NaN => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    private void Add(string text, long row)
    {
        if (kind == ColumnKind.Boolean && text.Length > 0 && !TruthText.Is(text))
            throw new DataException(
                $"{place(row)}, column '{Column.Name}': '{text}' is neither true/false nor yes/no, as the kind Boolean wants.");
        if (text.Length == 0) _codes.Add(CsvColumn.NoCode);
        else if (_texts.TryGetValue(text, out var code)) _codes.Add(code);
        else _codes.Add(_texts[text] = _texts.Count);
    }

    private readonly struct Adding(TableTexts texts, RowBlock block, int column, long first, int count) : IElementVisitor<bool>
    {
        public bool Visit<T>()
        {
            var values = block.Values<T>(column);
            for (var i = 0; i < count; i++) texts.Add(Text(values[i]), first + i);
            return true;
        }
    }
}
