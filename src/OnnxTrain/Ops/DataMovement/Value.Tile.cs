namespace OnnxTrain;

public partial class Value
{
    /// <summary>Repeats the whole value along each axis: 1 2 3 becomes 1 2 3 1 2 3.</summary>
    /// <param name="repeats">
    /// The number of times, at least 1, for each of the last axes; more numbers than axes add new axes in front. PyTorch calls it
    /// <c>tile</c> and <c>repeat</c>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Value Tile(params int[] repeats)
    {
        ArgumentNullException.ThrowIfNull(repeats);
        foreach (var repeat in repeats) ArgumentOutOfRangeException.ThrowIfLessThan(repeat, 1, nameof(repeats));
        Shape whole = [.. Enumerable.Repeat((Dimension)1, Math.Max(0, repeats.Length - Rank)), .. Shape];
        int[] times = [.. Enumerable.Repeat(1, Math.Max(0, Rank - repeats.Length)), .. repeats];
        List<Dimension> apart = [], stretched = [], joined = [];
        for (var axis = 0; axis < whole.Rank; axis++)
        {
            var (d, n) = (whole[axis], times[axis]);
            if (n != 1)
            {
                apart.Add(1);
                stretched.Add(n);
            }

            apart.Add(d);
            stretched.Add(d);
            joined.Add(d * n);
        }

        return Reshape([.. apart]).Expand([.. stretched]).Reshape([.. joined]);
    }
}
