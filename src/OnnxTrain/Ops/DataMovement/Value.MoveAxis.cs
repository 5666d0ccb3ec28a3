namespace OnnxTrain;

public partial class Value
{
    /// <summary>The axis <paramref name="from"/> at the place <paramref name="to"/> of the result; the others keep their order.</summary>
    /// <exception cref="ShapeException">An axis is not there.</exception>
    public Value MoveAxis(int from, int to) => MoveAxis([from], [to]);

    /// <summary>Each axis of <paramref name="from"/> at its place of <paramref name="to"/>; the others keep their order.</summary>
    /// <exception cref="ShapeException">An axis is not there or given twice, or the counts differ.</exception>
    public Value MoveAxis(IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Count != to.Count) throw new ShapeException($"MoveAxis: {from.Count} axes cannot go to {to.Count} places.");
        var (sources, places) = (Shape.DistinctAxes(from, nameof(MoveAxis)), Shape.DistinctAxes(to, nameof(MoveAxis)));
        var others = new Queue<int>(Enumerable.Range(0, Rank).Except(sources));
        int[] order =
        [
            .. Enumerable.Range(0, Rank).Select(place => Array.IndexOf(places, place) is >= 0 and var i ? sources[i] : others.Dequeue()),
        ];
        return order.SequenceEqual(Enumerable.Range(0, Rank)) ? this : Transpose(order);
    }
}
