namespace OnnxTrain.Cli;

/// <summary>Columns that alone tell a target, as a column does that is known only with it. A look at some rows has to do.</summary>
internal static class TellingColumns
{
    private const int MostRows = 10_000, FewestRows = 20, RowsOfCategory = 5;

    /// <summary>A correlation above this is that of one number in other units.</summary>
    private const double SameNumber = 0.99999;

    /// <summary>A note for each column that tells a target.</summary>
    public static IEnumerable<string> Notes(CsvTable train, IReadOnlyList<Target> targets, IReadOnlyList<string> features)
    {
        if (train.RowCount < FewestRows) yield break;
        var rows = Enumerable.Range(0, Math.Min(train.RowCount, MostRows)).ToArray();
        foreach (var target in targets)
        {
            var truth = train[target.Name].Select(rows);
            foreach (var name in features.Where(name => train.TryGetColumn(name) is not null))
            {
                if (!Tells(train[name].Select(rows), truth, target is ClassTarget)) continue;
                yield return $"'{name}' alone tells '{target.Name}'; if it is not known before, leave it out: --ignore "
                    + ColumnNames.Typed(name);
            }
        }
    }

    private static bool Tells(CsvColumn column, CsvColumn truth, bool isClass)
    {
        if (column.MissingCount > 0) return false;
        if (!isClass) return column.Kind == ColumnKind.Numeric && Math.Abs(Correlation(column.Numbers, truth.Numbers)) > SameNumber;
        var classes = truth.CategoryIndices();
        return column.Kind == ColumnKind.Numeric && column.DistinctCount > 2
            ? Separates(column.Numbers, classes, truth.Categories.Count)
            : column.Categories.Count is > 1 and var count && count * RowsOfCategory <= column.Count
                && Determines(column.CategoryIndices(), classes, count);
    }

    /// <summary>Whether the rows of each category have one class.</summary>
    private static bool Determines(int[] categories, int[] classes, int count)
    {
        var found = new int[count];
        Array.Fill(found, CsvColumn.NoCode);
        for (var row = 0; row < classes.Length; row++)
        {
            ref var known = ref found[categories[row]];
            if (known == CsvColumn.NoCode) known = classes[row];
            else if (known != classes[row]) return false;
        }

        return found.Distinct().Count() > 1;
    }

    /// <summary>Whether bounds of the numbers divide the classes.</summary>
    private static bool Separates(ReadOnlySpan<double> numbers, int[] classes, int count)
    {
        var (sorted, order) = (numbers.ToArray(), (int[])classes.Clone());
        Array.Sort(sorted, order);
        var changes = 0;
        for (var i = 1; i < order.Length && changes < count; i++)
        {
            if (order[i] == order[i - 1]) continue;
            changes++;
            if (sorted[i] == sorted[i - 1]) return false;
        }

        return changes == count - 1;
    }

    private static double Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (meanX, meanY) = (Mean(x), Mean(y));
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }

    private static double Mean(ReadOnlySpan<double> numbers)
    {
        var sum = 0.0;
        foreach (var number in numbers) sum += number;
        return sum / numbers.Length;
    }
}
