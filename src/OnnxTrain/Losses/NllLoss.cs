namespace OnnxTrain;

/// <summary>
/// Negative log-likelihood: minus the logarithm of the probability of the class of each row, or of each position in a row. Takes log
/// probabilities, as from <see cref="LogSoftmax"/>; <see cref="CrossEntropyLoss"/> takes logits. Reduced by
/// <see cref="ClassLoss.Reduction"/>, by default to the mean of −w[y] · x[y], divided by the mean w[y].
/// </summary>
public sealed class NllLoss : ClassLoss
{
    private protected override (Value Losses, Value? Weights) Rows(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        RequireClasses(output.Type);
        var (weights, classes) = Count(target, output.ElementType);
        var losses = output.NegativeLogLikelihood(classes);
        return (WithoutIgnored(weights is null ? losses : losses * weights, target), weights);
    }
}
