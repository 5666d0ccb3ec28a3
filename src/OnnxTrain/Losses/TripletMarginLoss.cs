namespace OnnxTrain;

/// <summary>
/// max(0, d(a, p) − d(a, n) + margin) of an anchor a, a positive p of its class and a negative n of another, d the p-norm of the difference
/// (Balntas et al., 2016, "Learning local feature descriptors with triplets and shallow convolutional neural networks"). The network yields
/// the three vectors of each row, [batch, 3, features], anchor, positive, negative; the target is ignored.
/// </summary>
public sealed class TripletMarginLoss : RowLoss
{
    /// <summary>The margin by which the negative must be farther away; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not above 0.</exception>
    public double Margin
    {
        get;
        init =>
            field =
                value > 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(value), value, "TripletMarginLoss: the margin must be above 0.");
    } = 1;

    /// <summary>The p of the norm.</summary>
    public double P { get; init; } = 2;

    /// <summary>A small number added to differences, so that equal vectors have a gradient, as in PyTorch.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>Whether to use the distance between positive and negative if it is smaller than that between anchor and negative.</summary>
    public bool Swap { get; init; }

    /// <summary>Returns [batch]: one number per row, which is ignored.</summary>
    /// <exception cref="ShapeException">The output is not [batch, 3, features].</exception>
    public override TensorType TargetType(TensorType output)
    {
        RequireVectors(output, 3, "anchor, positive and negative");
        return new(output.ElementType, [output.Shape[0]]);
    }

    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        var vectors = Vectors(output, 3, "anchor, positive and negative");
        var (anchor, positive, negative) = (vectors[0], vectors[1], vectors[2]);
        var far = Distance(anchor, negative);
        if (Swap) far = Value.Min(far, Distance(positive, negative));
        return (Distance(anchor, positive) - far + Margin).Relu();
    }

    private Value Distance(Value a, Value b) => (a - b + Epsilon).Norm(P, keepAxes: false, 1);
}
