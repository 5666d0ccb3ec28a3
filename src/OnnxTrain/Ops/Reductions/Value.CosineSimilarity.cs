namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The cosine of the angle between vectors along <paramref name="axis"/>: Σ x y / (max(‖x‖, ε) · max(‖y‖, ε)), as in PyTorch. Shapes
    /// broadcast.
    /// </summary>
    /// <param name="other">The other vectors.</param>
    /// <param name="axis">The axis of the vectors, which is removed.</param>
    /// <param name="epsilon">ε, which avoids a division by 0 for vectors of length 0.</param>
    public Value CosineSimilarity(Value other, int axis = 1, double epsilon = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(other);
        var product = this * other;
        var at = product.Shape.Axis(axis, nameof(CosineSimilarity));
        return product.Sum(at) / (Length(this) * Length(other));

        Value Length(Value x) => x.Norm(2, keepAxes: false, at - product.Rank + x.Rank).ClampMin(epsilon);
    }
}
