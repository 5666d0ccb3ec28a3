namespace OnnxTrain;

/// <summary>Reads a column as the rank of each row's value among the distinct values, from 0: for groups, classes and times.</summary>
internal static class RowRanks
{
    /// <exception cref="ArgumentException">There is no such column, or it has several values per row.</exception>
    /// <exception cref="DataException">A row has no value.</exception>
    public static int[] Read(IRowSource source, string name) => Read(source, name, areTimes: false);

    /// <summary>The same for times: texts that all are times of one form have the order of time, and others their ordinal order.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it has several values per row.</exception>
    /// <exception cref="DataException">A row has no value, or the texts can be read as times in several ways.</exception>
    public static int[] Times(IRowSource source, string name) => Read(source, name, areTimes: true);

    private static int[] Read(IRowSource source, string name, bool areTimes)
    {
        var column = Place(source, name);
        var kind = source.Columns[column];
        if (kind.RowShape.Rank > 0 && kind.RowLength != 1)
            throw new ArgumentException($"The column '{name}' has {kind.RowLength} values per row; expected one.", nameof(name));
        return kind.ElementType.VisitElement<Reader, int[]>(new(source, column, areTimes));
    }

    /// <summary>The index of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static int Place(IRowSource source, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var i = 0; i < source.Columns.Count; i++)
        {
            if (source.Columns[i].Name == name) return i;
        }

        throw new ArgumentException(
            $"There is no column '{name}'. The columns: {NameList.Quoted(source.Columns.Select(c => c.Name))}.", nameof(name));
    }

    private static bool IsMissing<T>(T value) => value switch
    {
        null => true,
        string text => text.Length == 0,
        float number => float.IsNaN(number),
        double number => double.IsNaN(number),
        _ => false,
    };

    private readonly struct Reader(IRowSource source, int column, bool areTimes) : IElementVisitor<int[]>
    {
        public int[] Visit<T>()
        {
            var values = new List<T>();
            RowScan.Run(source, [column], (block, _, count) => values.AddRange(block.Values<T>(0)[..count]));
            var isTime = source.Columns[column].Kind == ColumnKind.Time;
            var missing = values.FindIndex(value => IsMissing(value) || (isTime && value is < 0L));
            if (missing >= 0)
                throw new DataException(
                    $"The column '{source.Columns[column].Name}' has no value in row {missing} (counted from 0). "
                        + "Leave such rows out first.");
            if (areTimes && values is List<string> texts) return OfTimes(texts);
            var comparer = typeof(T) == typeof(string) ? (IComparer<T>)(object)StringComparer.Ordinal : Comparer<T>.Default;
            return Ranks(values, comparer);
        }

        private static int[] Ranks<TValue>(List<TValue> values, IComparer<TValue> comparer)
        {
            TValue[] distinct = [.. values.Distinct().Order(comparer)];
            return [.. values.Select(value => Array.BinarySearch(distinct, value, comparer))];
        }

        private int[] OfTimes(List<string> texts)
        {
            var forms = source is CsvTable table ? table.Columns[column].TimeForms : TimeForm.Fitting(texts.Distinct());
            if (forms.Count > 1)
                throw new DataException(
                    $"The column '{source.Columns[column].Name}' holds dates such as '{texts[0]}', which can be read as "
                        + $"{string.Join(" and as ", forms.Select(form => form.Name))}, so their order is not known. Write them as "
                        + "2024-03-01.");

            // A time that is written in several ways, such as with and without seconds, has one rank.
            return forms is [var form]
                ? Ranks(texts.ConvertAll(text => form.Parse(text)), Comparer<long>.Default)
                : Ranks(texts, StringComparer.Ordinal);
        }
    }
}
