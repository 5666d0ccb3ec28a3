namespace OnnxTrain;

/// <summary>
/// A custom metric, written with operators like a loss: <c>new BatchMetric("mae", (output, target) => (output - target).Abs().Mean())</c>.
/// Metrics in <see cref="TrainingOptions.Metrics"/> are computed in each training step, before the update, and on the validation rows. The
/// value of an epoch is the mean over batches, weighted by their number of rows.
/// </summary>
public sealed class BatchMetric
{
    private readonly Func<Value, Value, Value> _of;

    /// <summary>A metric.</summary>
    /// <param name="name">Its name in results and files, such as <c>mae</c>.</param>
    /// <param name="of">
    /// Computes a scalar from the arguments of the loss: the network's output and the target. For regression both are standardized; for
    /// classification they are logits and class labels.
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
            : throw new ShapeException($"The metric '{Name}' yields {value.Type}; a metric must be a scalar of float32 or float64.");
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
