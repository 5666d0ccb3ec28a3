namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Moves the axis <paramref name="from"/> to the position <paramref name="to"/> of the result; the others keep their order.
    /// </summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Value MoveAxis(int from, int to) => MoveAxis([from], [to]);

    /// <summary>Moves each axis of <paramref name="from"/> to its position in <paramref name="to"/>; the others keep their order.</summary>
    /// <exception cref="ShapeException">An axis does not exist or is given twice, or the counts differ.</exception>
    public Value MoveAxis(IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Count != to.Count) throw new ShapeException($"MoveAxis: {from.Count} axes cannot be moved to {to.Count} positions.");
        var (sources, places) = (Shape.DistinctAxes(from, nameof(MoveAxis)), Shape.DistinctAxes(to, nameof(MoveAxis)));
        var others = new Queue<int>(Enumerable.Range(0, Rank).Except(sources));
        int[] order =
        [
            .. Enumerable.Range(0, Rank).Select(place => Array.IndexOf(places, place) is >= 0 and var i ? sources[i] : others.Dequeue()),
        ];
        return order.SequenceEqual(Enumerable.Range(0, Rank)) ? this : Transpose(order);
    }
}
