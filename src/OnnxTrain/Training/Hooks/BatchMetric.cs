namespace OnnxTrain;

/// <summary>
/// A metric of one's own, written in operators as a loss is: <c>new BatchMetric("mae", (output, target) => (output -
/// target).Abs().Mean())</c>. Given in <see cref="TrainingOptions.Metrics"/>, it is computed in each training step, before the update, and
/// on the validation rows; an epoch has its mean over batches, each counted by its number of rows.
/// </summary>
public sealed class BatchMetric
{
    private readonly Func<Value, Value, Value> _of;

    /// <summary>A metric.</summary>
    /// <param name="name">Its name in results and files, such as <c>mae</c>.</param>
    /// <param name="of">
    /// A scalar, from what the loss takes: the network's output and the target, which of a regressor are standardized, of a classifier
    /// logits and class labels.
    /// </param>
    public BatchMetric(string name, Func<Value, Value, Value> of)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(of);
        NameText.Require(name, "name of a metric");
        (Name, _of) = (name, of);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The metric of a batch: float64, a scalar.</summary>
    /// <exception cref="ShapeException">It is not a scalar of floating-point numbers.</exception>
    internal Value Of(Value output, Value target)
    {
        var value = _of(output, target);
        return value.Rank == 0 && value.ElementType.IsFloat()
            ? value.Cast(ElementType.Float64)
            : throw new ShapeException($"The metric '{Name}' yields {value.Type}; a metric has to be a scalar of float32 or float64.");
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
