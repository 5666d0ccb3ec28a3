namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The axes <paramref name="first"/> and <paramref name="second"/> in each other's place. PyTorch calls it <c>transpose</c>, too.
    /// </summary>
    /// <exception cref="ShapeException">An axis is not there.</exception>
    public Value SwapAxes(int first, int second)
    {
        var (a, b) = (Shape.Axis(first, nameof(SwapAxes)), Shape.Axis(second, nameof(SwapAxes)));
        return a == b ? this : Transpose([.. Enumerable.Range(0, Rank).Select(axis => axis == a ? b : axis == b ? a : axis)]);
    }
}
