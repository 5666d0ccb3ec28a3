namespace OnnxTrain;

/// <summary>
/// Cross-entropy of softmax: the mean of −ln softmax(logits) at each row's class. Takes logits, not probabilities, and is
/// exact for logits of any size.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    /// <summary>int64 [batch] for logits [batch, classes].</summary>
    public override TensorType TargetType(TensorType output) => output.Shape.Rank == 2
        ? new(ElementType.Int64, [output.Shape[0]])
        : throw new ShapeException($"CrossEntropyLoss: the network yields {output}; it has to yield logits [batch, classes].");

    /// <inheritdoc/>
    public override Value Of(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.SoftmaxCrossEntropy(target).Mean();
    }
}
