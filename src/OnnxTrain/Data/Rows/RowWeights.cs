using System.Globalization;

namespace OnnxTrain;

/// <summary>Checks the weights of rows.</summary>
internal static class RowWeights
{
    public static void Check(ReadOnlySpan<float> weights, int rows)
    {
        if (weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights; the data have {rows} rows.", nameof(weights));

        var wrong = FirstWrong(weights);
        if (wrong >= 0)
        {
            throw new DataException(
                $"The weight of row {wrong} (counted from 0) is {weights[wrong].ToString(CultureInfo.InvariantCulture)}. Expected finite " +
                "numbers, 0 or more.");
        }

        if (!weights.ContainsAnyExcept(0))
            throw new DataException("All weights are 0, so that no row counts. Expected at least one above 0.");
    }

    /// <summary>The first weight that is negative or not finite, or −1.</summary>
    public static int FirstWrong(ReadOnlySpan<float> weights)
    {
        for (var row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0) || !float.IsFinite(weights[row])) return row;
        }

        return -1;
    }
}
