namespace OnnxTrain;

/// <summary>
/// A loss of rows [batch, classes] and the class of each; or of rows [batch, classes, d1, d2, …] and the class of each position in a row,
/// such as a pixel of [batch, classes, height, width]. With <see cref="ClassAxis"/> −1 the classes are last, as in the logits [batch,
/// sequence, vocabulary] of a language model.
/// </summary>
public abstract class ClassLoss : Loss
{
    private readonly double[]? _weight;

    private protected ClassLoss()
    {
    }

    /// <summary>The weight of each class, in the order of the classes; by default all are equal.</summary>
    /// <exception cref="ArgumentException">A weight is below 0 or not finite.</exception>
    public IReadOnlyList<double>? Weight
    {
        get => _weight;
        init =>
            _weight =
                value is null || (value.All(w => w >= 0 && double.IsFinite(w)) && value.Any(w => w > 0))
                    ? value?.ToArray()
                    : throw new ArgumentException(
                        $"{GetType().Name}: class weights must be finite, at least 0, and one of them above 0, not "
                            + $"{string.Join(", ", value)}.",
                        nameof(value));
    }

    /// <summary>
    /// The label of rows, or of positions in a row, to ignore, such as border pixels. They have no loss and no gradient, and count neither
    /// in a mean (0 if all are ignored) nor in accuracy. The label may be outside the classes, such as −100 or 255. Null for none.
    /// </summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>The axis of the classes in the output: 1, or −1 for the last one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is another one.</exception>
    public int ClassAxis
    {
        get;
        init => field = value is 1 or -1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{GetType().Name}: the axis of the classes must be 1, or −1 for the last one.");
    } = 1;

    /// <summary>How the losses of all rows and positions are reduced; by default to their mean, weighted by <see cref="Weight"/>.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>
    /// Returns int64 [batch] for an output [batch, classes], and int64 [batch, d1, d2, …] for an output [batch, classes, d1, d2, …], or
    /// [batch, d1, d2, …, classes] if <see cref="ClassAxis"/> is −1.
    /// </summary>
    /// <exception cref="ShapeException">The output has no axis of classes, or its length differs from the number of weights.</exception>
    public override TensorType TargetType(TensorType output)
    {
        RequireClasses(output, Axis(output.Shape));
        return new(ElementType.Int64, output.Shape.Without(Axis(output.Shape)));
    }

    /// <inheritdoc/>
    public sealed override Value Of(Value output, Value target)
    {
        var (losses, weights) = Arranged(output, target);
        return Reduction == Reduction.Mean && weights is not null ? losses.Sum() / Total(weights) : Reductions.Reduce(losses, Reduction);
    }

    /// <summary>
    /// The loss with row weights, as a scalar: by default Σ w · loss / Σ w, see <see cref="Reduction"/>. A row's weight is multiplied by
    /// the weight of its class.
    /// </summary>
    /// <param name="output">The output of the network: [batch, classes, …].</param>
    /// <param name="target">The classes, of the type <see cref="TargetType"/>.</param>
    /// <param name="weights">The weight of each row: [batch].</param>
    public sealed override Value Of(Value output, Value target, Value weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (losses, classWeights) = Arranged(output, target);
        if (Reduction != Reduction.Mean || classWeights is null) return Reductions.Reduce(losses, Reduction, weights);
        var rows = OfPlaces(weights, losses);
        return (losses * rows).Sum() / Reductions.Total(classWeights * rows);
    }

    internal sealed override Value? Total(Value output, Value target, Value? weights)
    {
        if (Reduction == Reduction.Sum) return null;
        if (Reduction != Reduction.Mean || Arranged(output, target).Weights is not { } classWeights)
            return base.Total(output, target, weights);
        return weights is null ? Total(classWeights) : Reductions.Total(classWeights * OfPlaces(weights, classWeights));
    }

    /// <summary>The fraction of rows, or of positions in them, whose largest output is that of their class; 0 if none counts.</summary>
    internal Value Accuracy(Value output, Value target)
    {
        var hits = output.ArgMax(Axis(output.Shape)).EqualTo(target).Cast(output.ElementType);
        return Counted(target, output.ElementType) is { } counted ? (hits * counted).Sum() / Reductions.Total(counted) : hits.Mean();
    }

    /// <summary>The number of rows, or positions in them, that count for <see cref="Accuracy"/>.</summary>
    internal Value CountedLabels(Value target) =>
        Counted(target, ElementType.Float64)?.Sum() ?? CountOp.Of(target.Shape, ElementType.Float64);

    /// <summary>The same if some may be ignored; null if all rows count.</summary>
    internal Value? SomeCount(Value target) => IgnoreIndex is null ? null : CountedLabels(target);

    /// <summary>
    /// The loss of each row or position, [batch, …], times the weight of its class; and these weights, if a mean is divided by them.
    /// </summary>
    private protected abstract (Value Losses, Value? Weights) Rows(Value output, Value target);

    /// <summary>Whether the loss of a position depends on no other position, so that positions may count as rows.</summary>
    private protected virtual bool IsOfPlaces => true;

    /// <summary>
    /// The weight of each label, [batch, …]: the weight of its class, or 0 if it is <see cref="IgnoreIndex"/>; null if all weights are
    /// equal. And the labels with that index replaced by a valid class.
    /// </summary>
    private protected (Value? Weights, Value Labels) Count(Value labels, ElementType type)
    {
        var counted = Counted(labels, type);
        if (counted is not null) labels = Value.Where(IsIgnored(labels), Integer(0), labels);
        if (_weight is null) return (counted, labels);
        var weights = WeightOf(type, [_weight.Length]).Gather(labels);
        return (counted is null ? weights : weights * counted, labels);
    }

    /// <summary>
    /// 1 for each label that counts and 0 for each ignored one, or null if all count; and the labels with the ignored index replaced by a
    /// valid class.
    /// </summary>
    private protected (Value? Counted, Value Labels) CountPlaces(Value labels, ElementType type) =>
        IgnoreIndex is null ? (null, labels) : (Counted(labels, type), Value.Where(IsIgnored(labels), Integer(0), labels));

    /// <summary>Throws unless there is an output for each class.</summary>
    private protected void RequireClasses(TensorType output, int axis = 1)
    {
        if (output.Shape.Rank < 2 || !output.Shape[axis].IsFixed)
            throw new ShapeException(
                $"{GetType().Name}: the network yields {output}; it must yield [batch, classes], or "
                    + $"{(ClassAxis == 1 ? "[batch, classes, …]" : "[batch, …, classes]")} for a class for each pixel or position.");
        if (_weight is not null && _weight.Length != output.Shape[axis].Size)
            throw new ShapeException($"{GetType().Name}: {_weight.Length} class weights were given for {output.Shape[axis]} classes.");
    }

    /// <summary>[batch, classes, …], each class times its weight.</summary>
    private protected Value Weighted(Value classes) => _weight is null ? classes
        : classes * WeightOf(classes.ElementType, [_weight.Length, .. Enumerable.Repeat((Dimension)1, classes.Rank - 2)]);

    /// <summary>Losses [batch, …], 0 at the labels that do not count.</summary>
    private protected Value WithoutIgnored(Value losses, Value labels) =>
        IgnoreIndex is null ? losses : Value.Where(IsIgnored(labels), Value.Constant(0, losses.ElementType), losses);

    /// <summary>The loss of each row or position, with the classes wherever they are.</summary>
    private (Value Losses, Value? Weights) Arranged(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (Axis(output.Shape) == 1 || output.Rank < 2) return Rows(output, target);
        var isLikeOutput = target.Rank == output.Rank;
        if (!IsOfPlaces) return Rows(output.MoveAxis(-1, 1), isLikeOutput ? target.MoveAxis(-1, 1) : target);
        var (places, classes) = (output.Shape.Without(output.Rank - 1), output.Shape[output.Rank - 1]);
        Shape rows = [places.Product, classes];
        var (losses, weights) = Rows(output.Reshape(rows), target.Reshape(isLikeOutput ? rows : [places.Product]));
        return (losses.Reshape(places), weights?.Reshape(places));
    }

    /// <summary>The axis of the classes in an output, counted from 0.</summary>
    internal int Axis(Shape output) => ClassAxis == 1 || output.Rank < 2 ? 1 : output.Rank - 1;

    /// <summary>The weights as a constant of the given shape.</summary>
    private Value WeightOf(ElementType type, Shape shape) => Value.Constant(_weight!, shape, type);

    /// <summary>1 for each label that counts and 0 for each ignored one, or null if all count.</summary>
    private Value? Counted(Value labels, ElementType type) =>
        IgnoreIndex is null ? null : Value.Where(IsIgnored(labels), Value.Constant(0, type), Value.Constant(1, type));

    private Value IsIgnored(Value labels) => labels.EqualTo(Integer(IgnoreIndex!.Value));

    /// <summary>The sum of the weights; if labels may be ignored, kept above 0 even if all are.</summary>
    // If a label may have weight 0, so may a batch.
    private Value Total(Value weights) => IgnoreIndex is null && _weight?.Contains(0) != true ? weights.Sum() : Reductions.Total(weights);

    /// <summary>Reshapes row weights [batch] to [batch, 1, …], to broadcast over positions.</summary>
    private static Value OfPlaces(Value weights, Value places) =>
        Enumerable.Range(1, places.Rank - 1).Aggregate(weights, (value, axis) => value.Unsqueeze(axis));

    private static Value Integer(long number) => Value.Constant<long>([number], []);
}
