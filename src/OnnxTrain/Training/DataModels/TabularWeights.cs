using System.Globalization;

namespace OnnxTrain;

/// <summary>The weights of a table's rows, in one of its columns.</summary>
internal static class TabularWeights
{
    /// <exception cref="DataException">There is no such column, it holds no numbers, or one is missing or negative, or all are
    /// 0.</exception>
    public static float[] Of(CsvTable table, string name)
    {
        var column = table[name];
        if (column.Kind != ColumnKind.Numeric)
            throw new DataException($"Column '{name}' is to hold the weights of the rows; it holds text such as '{column.Text(0)}'.");
        var weights = column.Numbers.ToArray();
        var wrong = RowWeights.FirstWrong(weights);
        if (wrong >= 0)
        {
            var value = float.IsNaN(weights[wrong]) ? "is missing" : $"is {weights[wrong].ToString(CultureInfo.InvariantCulture)}";
            throw new DataException(
                $"{table.PlaceOf(wrong)}: the weight '{name}' {value}; weights have to be 0 or more.");
        }

        return weights.AsSpan().ContainsAnyExcept(0)
            ? weights
            : throw new DataException($"{table.Name}: all weights in '{name}' are 0, so that no row counts.");
    }
}
