using System.Globalization;

namespace OnnxTrain;

/// <summary>The weights of the rows of a table, from one of its columns.</summary>
internal static class TabularWeights
{
    /// <summary>The name of the column, if there is one.</summary>
    public static string[] Column(string? name) => name is null ? [] : [name];

    /// <exception cref="DataException">There is no such column, it holds no numbers, or one is missing or negative, or all are
    /// 0.</exception>
    public static float[] Of(CsvTable table, string name)
    {
        var column = table[name];
        if (column.Kind != ColumnKind.Numeric)
            throw new DataException($"Column '{name}' must hold the weights of the rows; it holds text such as '{column.Text(0)}'.");
        var weights = new float[table.RowCount];
        column.ForEachNumber((first, numbers) =>
        {
            NumberFeature.Narrow(name, numbers, new(table, first, numbers.Length)).CopyTo(weights, first);
            return true;
        });
        var wrong = RowWeights.FirstWrong(weights);
        if (wrong >= 0)
        {
            var value = float.IsNaN(weights[wrong]) ? "is missing" : $"is {weights[wrong].ToString(CultureInfo.InvariantCulture)}";
            throw new DataException(
                $"{table.PlaceOf(wrong)}: the weight '{name}' {value}; weights must be 0 or more.");
        }

        return weights.AsSpan().ContainsAnyExcept(0)
            ? weights
            : throw new DataException($"{table.Name}: all weights in '{name}' are 0, so that no row counts.");
    }
}
