namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Splits one axis into several: [batch, sequence, 8] unflattened at its last axis into [2, 4] becomes [batch, sequence, 2, 4].
    /// </summary>
    /// <param name="axis">The axis.</param>
    /// <param name="sizes">The new axes, with the same number of elements in total; one of them may be −1.</param>
    /// <exception cref="ShapeException">The numbers of elements differ, or −1 cannot be inferred.</exception>
    public Value Unflatten(int axis, Shape sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var at = Shape.Axis(axis, nameof(Unflatten));
        return Reshape([.. Shape.Take(at), .. sizes, .. Shape.Skip(at + 1)]);
    }
}
