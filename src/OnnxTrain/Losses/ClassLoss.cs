namespace OnnxTrain;

/// <summary>A loss of rows [batch, classes] and the class of each.</summary>
public abstract class ClassLoss : Loss
{
    private readonly double[]? _weight;

    private protected ClassLoss()
    {
    }

    /// <summary>How much each class counts, in the order of the classes; all alike unless set.</summary>
    /// <exception cref="ArgumentException">A weight is below 0 or not finite.</exception>
    public IReadOnlyList<double>? Weight
    {
        get => _weight;
        init => _weight = value is null || value.All(w => w >= 0 && double.IsFinite(w))
            ? value?.ToArray()
            : throw new ArgumentException($"{GetType().Name}: class weights have to be finite and at least 0, not {string.Join(", ", value)}.", nameof(value));
    }

    /// <summary>How the losses of all rows become one number; their mean, weighted by <see cref="Weight"/>, unless set.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>int64 [batch] for an output [batch, classes].</summary>
    public override TensorType TargetType(TensorType output)
    {
        RequireClasses(output);
        return new(ElementType.Int64, [output.Shape[0]]);
    }

    /// <inheritdoc/>
    public sealed override Value Of(Value output, Value target)
    {
        var (losses, weights) = Rows(output, target);
        return Reduction == Reduction.Mean && weights is not null ? losses.Sum() / weights.Sum() : Reductions.Reduce(losses, Reduction);
    }

    /// <summary>
    /// The loss as a scalar where rows have weights: Σ w · loss / Σ w unless <see cref="Reduction"/> says otherwise. A row's weight
    /// multiplies that of its class.
    /// </summary>
    /// <param name="output">What the network yields: [batch, classes].</param>
    /// <param name="target">The class of each row, of the type that <see cref="TargetType"/> says.</param>
    /// <param name="weights">How much each row counts: [batch].</param>
    public sealed override Value Of(Value output, Value target, Value weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (losses, classWeights) = Rows(output, target);
        return Reduction == Reduction.Mean && classWeights is not null
            ? (losses * weights).Sum() / Reductions.Total(classWeights * weights)
            : Reductions.Reduce(losses, Reduction, weights);
    }

    internal sealed override Value? Total(Value output, Value target, Value? weights)
    {
        if (Reduction == Reduction.Sum) return null;
        if (Reduction != Reduction.Mean || Rows(output, target).Weights is not { } classWeights) return base.Total(output, target, weights);
        return Reductions.Total(weights is null ? classWeights : classWeights * weights);
    }

    /// <summary>The loss of each row, [batch], times the weight of its class; and those weights where a mean is divided by them.</summary>
    private protected abstract (Value Losses, Value? Weights) Rows(Value output, Value target);

    /// <summary>Throws unless there is a row of as many numbers as classes for each sample.</summary>
    private protected void RequireClasses(TensorType output)
    {
        if (output.Shape.Rank != 2 || !output.Shape[1].IsFixed)
            throw new ShapeException($"{GetType().Name}: the network yields {output}; it has to yield [batch, classes].");
        if (_weight is not null && _weight.Length != output.Shape[1].Size)
            throw new ShapeException($"{GetType().Name}: {_weight.Length} class weights were given for {output.Shape[1]} classes.");
    }

    /// <summary>The weights as a constant [classes], or null.</summary>
    private protected Value? WeightOf(ElementType type) => _weight is null ? null
        : type == ElementType.Float64 ? Value.Constant<double>(_weight, [_weight.Length])
        : Value.Constant<float>(Array.ConvertAll(_weight, w => (float)w), [_weight.Length]);
}
