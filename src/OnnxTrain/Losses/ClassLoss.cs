namespace OnnxTrain;

/// <summary>
/// A loss of rows [batch, classes] and the class of each; or of rows [batch, classes, d1, d2, …] and the class of each position in a row,
/// such
/// as a pixel of [batch, classes, height, width].
/// </summary>
public abstract class ClassLoss : Loss
{
    private readonly double[]? _weight;

    private protected ClassLoss()
    {
    }

    /// <summary>The weight of each class, in the order of the classes; all alike unless set.</summary>
    /// <exception cref="ArgumentException">A weight is below 0 or not finite.</exception>
    public IReadOnlyList<double>? Weight
    {
        get => _weight;
        init =>
            _weight =
                value is null || (value.All(w => w >= 0 && double.IsFinite(w)) && value.Any(w => w > 0))
                    ? value?.ToArray()
                    : throw new ArgumentException(
                        $"{GetType().Name}: class weights have to be finite, at least 0, and one of them above 0, not "
                            + $"{string.Join(", ", value)}.",
                        nameof(value));
    }

    /// <summary>
    /// The label of rows, or of positions in a row, that do not count, such as the pixels of a border: they have no loss and no gradient, a
    /// mean is that of all others (0 if there are none), and accuracy leaves them out. May lie outside of the classes, as −100 or 255. Null
    /// for none.
    /// </summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>
    /// How the losses of all rows and places become one number; their mean, weighted by <see cref="Weight"/>, unless set.
    /// </summary>
    public Reduction Reduction { get; init; }

    /// <summary>
    /// int64 [batch] for an output [batch, classes], and int64 [batch, d1, d2, …] for one of [batch, classes, d1, d2, …].
    /// </summary>
    /// <exception cref="ShapeException">The output has no axis of classes, or not as many as there are weights.</exception>
    public override TensorType TargetType(TensorType output)
    {
        RequireClasses(output);
        return new(ElementType.Int64, output.Shape.Without(1));
    }

    /// <inheritdoc/>
    public sealed override Value Of(Value output, Value target)
    {
        var (losses, weights) = Rows(output, target);
        return Reduction == Reduction.Mean && weights is not null ? losses.Sum() / Total(weights) : Reductions.Reduce(losses, Reduction);
    }

    /// <summary>
    /// The loss as a scalar where rows have weights: Σ w · loss / Σ w unless <see cref="Reduction"/> says otherwise. A row's weight
    /// multiplies that of its class.
    /// </summary>
    /// <param name="output">The output of the network: [batch, classes, …].</param>
    /// <param name="target">The classes, of the type that <see cref="TargetType"/> says.</param>
    /// <param name="weights">The weight of each row: [batch].</param>
    public sealed override Value Of(Value output, Value target, Value weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (losses, classWeights) = Rows(output, target);
        if (Reduction != Reduction.Mean || classWeights is null) return Reductions.Reduce(losses, Reduction, weights);
        var rows = OfPlaces(weights, losses);
        return (losses * rows).Sum() / Reductions.Total(classWeights * rows);
    }

    internal sealed override Value? Total(Value output, Value target, Value? weights)
    {
        if (Reduction == Reduction.Sum) return null;
        if (Reduction != Reduction.Mean || Rows(output, target).Weights is not { } classWeights) return base.Total(output, target, weights);
        return weights is null ? Total(classWeights) : Reductions.Total(classWeights * OfPlaces(weights, classWeights));
    }

    /// <summary>The fraction of the rows, or of the places in them, whose largest number is at their class; 0 if none counts.</summary>
    internal Value Accuracy(Value output, Value target)
    {
        var hits = output.ArgMax(1).EqualTo(target).Cast(output.ElementType);
        return Counted(target, output.ElementType) is { } counted ? (hits * counted).Sum() / Reductions.Total(counted) : hits.Mean();
    }

    /// <summary>How many rows, or places in them, <see cref="Accuracy"/> is a part of.</summary>
    internal Value CountedLabels(Value target) =>
        Counted(target, ElementType.Float64)?.Sum() ?? CountOp.Of(target.Shape, ElementType.Float64);

    /// <summary>The same where some may not count, so that the number of rows does not tell; else null.</summary>
    internal Value? SomeCount(Value target) => IgnoreIndex is null ? null : CountedLabels(target);

    /// <summary>
    /// The loss of each row or place, [batch, …], times the weight of its class; and those weights where a mean is divided by them.
    /// </summary>
    private protected abstract (Value Losses, Value? Weights) Rows(Value output, Value target);

    /// <summary>
    /// The weight of each label, [batch, …]: the weight of its class, and nothing where it is <see cref="IgnoreIndex"/>; null if all
    /// count alike. And labels without that index, which stands for no class.
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
    /// 1 for each label that counts and 0 for each that does not, or null if all do; and labels without the index that stands for no class.
    /// </summary>
    private protected (Value? Counted, Value Labels) CountPlaces(Value labels, ElementType type) =>
        IgnoreIndex is null ? (null, labels) : (Counted(labels, type), Value.Where(IsIgnored(labels), Integer(0), labels));

    /// <summary>Throws unless there is a number for each class.</summary>
    private protected void RequireClasses(TensorType output)
    {
        if (output.Shape.Rank < 2 || !output.Shape[1].IsFixed)
            throw new ShapeException(
                $"{GetType().Name}: the network yields {output}; it has to yield [batch, classes], or [batch, classes, …] for a class at "
                    + "each place.");
        if (_weight is not null && _weight.Length != output.Shape[1].Size)
            throw new ShapeException($"{GetType().Name}: {_weight.Length} class weights were given for {output.Shape[1]} classes.");
    }

    /// <summary>[batch, classes, …], each class times its weight.</summary>
    private protected Value Weighted(Value classes) => _weight is null ? classes
        : classes * WeightOf(classes.ElementType, [_weight.Length, .. Enumerable.Repeat((Dimension)1, classes.Rank - 2)]);

    /// <summary>Losses [batch, …], 0 at the labels that do not count.</summary>
    private protected Value WithoutIgnored(Value losses, Value labels) =>
        IgnoreIndex is null ? losses : Value.Where(IsIgnored(labels), Value.Constant(0, losses.ElementType), losses);

    /// <summary>The weights as a constant of such a shape.</summary>
    private Value WeightOf(ElementType type, Shape shape) => Value.Constant(_weight!, shape, type);

    /// <summary>1 for each label that counts and 0 for each that does not, or null if all do.</summary>
    private Value? Counted(Value labels, ElementType type) =>
        IgnoreIndex is null ? null : Value.Where(IsIgnored(labels), Value.Constant(0, type), Value.Constant(1, type));

    private Value IsIgnored(Value labels) => labels.EqualTo(Integer(IgnoreIndex!.Value));

    /// <summary>The sum of the weights; where labels are left out, above 0 even if all are.</summary>
    // Where a label may count nothing, a batch may.
    private Value Total(Value weights) => IgnoreIndex is null && _weight?.Contains(0) != true ? weights.Sum() : Reductions.Total(weights);

    /// <summary>Weights [batch] of rows as [batch, 1, …], to go with the places in them.</summary>
    private static Value OfPlaces(Value weights, Value places) =>
        Enumerable.Range(1, places.Rank - 1).Aggregate(weights, (value, axis) => value.Unsqueeze(axis));

    private static Value Integer(long number) => Value.Constant<long>([number], []);
}
