namespace OnnxTrain;

/// <summary>
/// Cross-entropy of softmax: −ln softmax(logits) at each row's class, or −Σ t ln softmax(logits) for rows of probabilities t. Reduced by
/// <see cref="ClassLoss.Reduction"/>, by default to the mean over rows. Logits [batch, classes, d1, d2, …] have a class, and a loss, at
/// each position in a row, such as each pixel. Takes logits, not probabilities, and is numerically stable for logits of any size.
/// </summary>
public sealed class CrossEntropyLoss : ClassLoss
{
    /// <summary>Whether targets are classes or probabilities; by default classes.</summary>
    public ClassTargets Targets { get; init; }

    /// <summary>
    /// ε in [0, 1]: targets are mixed with the uniform distribution, (1 − ε) t + ε / classes (Szegedy et al., 2015, "Rethinking the
    /// inception architecture for computer vision").
    /// </summary>
    public double LabelSmoothing
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "CrossEntropyLoss: label smoothing must lie between 0 and 1.");
    }

    /// <summary>
    /// Returns int64 [batch, …] for logits [batch, classes, …], or the type of the logits for targets that are probabilities.
    /// </summary>
    /// <exception cref="ShapeException">The output has no axis of classes, or its length differs from the number of weights.</exception>
    /// <exception cref="InvalidOperationException">Targets are probabilities, and <see cref="ClassLoss.IgnoreIndex"/>, which is a class
    /// index, is set.</exception>
    public override TensorType TargetType(TensorType output)
    {
        var indices = base.TargetType(output);
        return Targets == ClassTargets.Indices ? indices
            : IgnoreIndex is null ? output
            : throw new InvalidOperationException(
                "CrossEntropyLoss: IgnoreIndex is a class index, and targets are probabilities; the two cannot be combined.");
    }

    private protected override (Value Losses, Value? Weights) Rows(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        RequireClasses(output.Type);
        return Targets == ClassTargets.Indices ? OfIndices(output, target) : OfProbabilities(output, target);
    }

    // (1 − ε) · −w[y] ln p[y] + ε / classes · Σ −w ln p, over Σ w[y]
    private (Value Losses, Value? Weights) OfIndices(Value logits, Value target)
    {
        var (weights, labels) = Count(target, logits.ElementType);
        var losses = logits.SoftmaxCrossEntropy(labels);
        if (weights is not null) losses *= weights;
        return (WithoutIgnored(Smoothed(losses, logits), target), weights);
    }

    // Σ −w t ln p with t smoothed; weights do not enter the mean, as in PyTorch
    private (Value Losses, Value? Weights) OfProbabilities(Value logits, Value t)
    {
        if (!t.Type.Equals(logits.Type))
            throw new ShapeException(
                $"CrossEntropyLoss: the logits are {logits.Type} and the probabilities {t.Type}; they must be the same.");
        return (Smoothed(-Weighted(t * logits.LogSoftmax(1)).Sum(1), logits), null);
    }

    /// <summary>The losses [batch, …] mixed with the loss against the uniform distribution.</summary>
    private Value Smoothed(Value losses, Value logits) =>
        LabelSmoothing == 0 ? losses : ((1 - LabelSmoothing) * losses) - (LabelSmoothing * Weighted(logits.LogSoftmax(1)).Mean(1));
}
