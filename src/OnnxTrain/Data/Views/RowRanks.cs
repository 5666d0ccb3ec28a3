namespace OnnxTrain;

/// <summary>
/// Reads a column as the rank of each row's value among the different values, from 0: for groups, classes and times alike.
/// </summary>
internal static class RowRanks
{
    /// <exception cref="ArgumentException">There is no such column, or it has several values a row.</exception>
    /// <exception cref="DataException">A row has no value.</exception>
    public static int[] Read(IRowSource source, string name)
    {
        var column = Place(source, name);
        var kind = source.Columns[column];
        return kind.ElementType switch
        {
            _ when kind.RowShape.Rank > 0 && kind.RowLength != 1 => throw new ArgumentException(
                $"The column '{name}' has {kind.RowLength} values to a row; expected one.", nameof(name)),
            ElementType.Float32 => Read<float>(source, column, float.IsNaN, null),
            ElementType.Float64 => Read<double>(source, column, double.IsNaN, null),
            ElementType.Int64 => Read<long>(source, column, _ => false, null),
            ElementType.Int32 => Read<int>(source, column, _ => false, null),
            ElementType.UInt8 => Read<byte>(source, column, _ => false, null),
            ElementType.Bool => Read<bool>(source, column, _ => false, null),
            ElementType.String => Read<string>(source, column, string.IsNullOrEmpty, StringComparer.Ordinal),
            var type => throw new ArgumentException($"The column '{name}' holds {type.Text()}, which has no order.", nameof(name)),
        };
    }

    /// <summary>The place of a column.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
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

    private static int[] Read<T>(IRowSource source, int column, Func<T, bool> isMissing, IComparer<T>? comparer)
    {
        var values = new List<T>();
        RowScan.Run(source, [column], (block, _, count) => values.AddRange(block.Values<T>(0)[..count]));
        var missing = values.FindIndex(value => isMissing(value));
        if (missing >= 0)
            throw new DataException(
                $"The column '{source.Columns[column].Name}' has no value in row {missing} (counted from 0). Leave such rows out first.");
        T[] distinct = [.. values.Distinct().Order(comparer)];
        return [.. values.Select(value => Array.BinarySearch(distinct, value, comparer))];
    }
}
