using System.Globalization;

namespace OnnxTrain;

/// <summary>Collects texts, one string object for each that occurs often; "" where one is missing.</summary>
internal sealed class TableTexts(RowColumn column, ColumnKind kind, Func<long, string> place) : TableColumn(column)
{
    private readonly List<string> _texts = [];
    private readonly TextPool _pool = new();

    public override void Add(RowBlock block, int column, long first, int count) =>
        Column.ElementType.VisitElement<Adding, bool>(new(this, block, column, first, count));

    public override CsvColumn Finish() => new(Column.Name, kind, [.. _texts]);

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
        _texts.Add(_pool.Of(text));
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
