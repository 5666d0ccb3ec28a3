namespace OnnxTrain;

public partial class Value
{
    /// <summary>Swaps the axes <paramref name="first"/> and <paramref name="second"/>. PyTorch also calls it <c>transpose</c>.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Value SwapAxes(int first, int second)
    {
        var (a, b) = (Shape.Axis(first, nameof(SwapAxes)), Shape.Axis(second, nameof(SwapAxes)));
        return a == b ? this : Transpose([.. Enumerable.Range(0, Rank).Select(axis => axis == a ? b : axis == b ? a : axis)]);
    }
}
