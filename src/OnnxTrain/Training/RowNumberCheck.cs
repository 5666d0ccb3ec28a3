using System.Globalization;

namespace OnnxTrain;

/// <summary>Checks that a model can compute with the numbers of a column.</summary>
internal static class RowNumberCheck
{
    /// <summary>
    /// Numbers must be finite; those of float64 may be rounded to float32, but must not become infinite. A source that has checked its
    /// numbers is read only for the latter.
    /// </summary>
    /// <exception cref="DataException">A number cannot be used.</exception>
    public static void Run(IRowSource data, int column, ElementType type, string what)
    {
        var kind = data.Columns[column];
        var narrows = kind.ElementType == ElementType.Float64 && type == ElementType.Float32;
        if (!kind.ElementType.IsFloat() || (kind.IsFinite && !narrows)) return;
        RowScan.Run(data, [column], (block, first, count) =>
        {
            var length = block.Columns[0].RowLength;
            if (kind.ElementType == ElementType.Float32) Check(block.Values<float>(0)[..(count * length)], first, length);
            else Check(block.Values<double>(0)[..(count * length)], first, length);
        });

        void Check<T>(ReadOnlySpan<T> values, long first, int length)
            where T : System.Numerics.IFloatingPointIeee754<T>
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (float.IsFinite(float.CreateTruncating(values[i])) || (!narrows && T.IsFinite(values[i]))) continue;
                var number = values[i].ToString("R", CultureInfo.InvariantCulture);
                var row = first + (i / Math.Max(1, length));
                throw new DataException(
                    T.IsFinite(values[i])
                        ? $"The {what} have {number} in row {row} (counted from 0), which float32 cannot hold. Scale the numbers, or use a "
                            + "model of float64."
                        : $"The {what} have {number} in row {row} (counted from 0). Expected finite numbers: replace or leave out missing "
                            + "values first.");
            }
        }
    }
}
