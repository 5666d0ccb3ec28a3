namespace OnnxTrain;

public partial class Value
{
    /// <summary>The outer product of two vectors: y[i, j] = x[i] · other[j].</summary>
    /// <exception cref="ShapeException">One of them is not a vector.</exception>
    public Value Outer(Value other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rank == 1 && other.Rank == 1
            ? Unsqueeze(1) * other.Unsqueeze(0)
            : throw new ShapeException($"Outer: {Type} and {other.Type} must be vectors, with one axis each.");
    }
}
