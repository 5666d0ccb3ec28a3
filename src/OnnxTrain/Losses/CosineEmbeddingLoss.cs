using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// For pairs of vectors that should be similar (target 1) or dissimilar (target −1): 1 − cos(x₁, x₂), or max(0, cos(x₁, x₂) − margin). The
/// network yields both vectors of each row, [batch, 2, features].
/// </summary>
public sealed class CosineEmbeddingLoss : RowLoss
{
    /// <summary>The largest cosine of dissimilar vectors without loss, −1 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not within −1 … 1.</exception>
    public double Margin
    {
        get;
        init =>
            field = value is >= -1 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(value), value,
                    string.Create(
                        CultureInfo.InvariantCulture, $"CosineEmbeddingLoss: the margin is {value}; it must lie between -1 and 1."));
    }

    /// <summary>1 or −1 for each pair: [batch].</summary>
    /// <exception cref="ShapeException">The output is not [batch, 2, features].</exception>
    public override TensorType TargetType(TensorType output)
    {
        RequireVectors(output, 2, "two vectors");
        return new(output.ElementType, [output.Shape[0]]);
    }

    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var pair = Vectors(output, 2, "two vectors");
        var cosine = pair[0].CosineSimilarity(pair[1]);
        return Value.Where(target > 0, 1 - cosine, (cosine - Margin).Relu());
    }
}
