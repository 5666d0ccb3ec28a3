using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// Connectionist temporal classification: −ln of the probability of the labels, summed over all sequences of classes, one per time step,
/// that yield the labels when equal neighbours are merged and blanks removed (Graves, Fernández, Gomez and Schmidhuber, 2006). Logits are
/// [batch, classes, time]; log probabilities can be used too. Targets are the labels of each row, padded with <see cref="Padding"/>.
/// Reduced by <see cref="RowLoss.Reduction"/>, by default to the mean of the losses, each divided by the number of its labels as in
/// PyTorch.
/// </summary>
/// <param name="labels">The maximum number of labels in a row.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="labels"/> is not above 0.</exception>
public sealed class CtcLoss(int labels) : RowLoss
{
    private readonly int _labels =
        labels > 0
            ? labels
            : throw new ArgumentOutOfRangeException(
                nameof(labels), labels,
                string.Create(CultureInfo.InvariantCulture, $"CtcLoss: the maximum number of labels is {labels}; it must be at least 1."));

    /// <summary>The index of the blank class.</summary>
    public int Blank { get; init; }

    /// <summary>The value that pads the labels of a row; it and everything after it are ignored. May be the blank.</summary>
    public int Padding { get; init; } = -1;

    /// <summary>
    /// Whether a row with more labels than fit in its time steps has the loss 0 instead of ∞. Its gradient is 0 either way. Each label
    /// takes one step, and two equal neighbours need one more step between them.
    /// </summary>
    public bool ZeroInfinity { get; init; }

    /// <summary>int64 [batch, labels].</summary>
    /// <exception cref="ShapeException">The output is not [batch, classes, time] with a known number of classes.</exception>
    public override TensorType TargetType(TensorType output)
    {
        if (output.Shape.Rank != 3 || !output.Shape[1].IsFixed)
            throw new ShapeException(
                $"CtcLoss: the network yields {output}; it must yield [batch, classes, time] (Transpose changes the order).");
        return new(ElementType.Int64, [output.Shape[0], _labels]);
    }

    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var type = TargetType(output.Type);
        if (target.Type != type) throw new ShapeException($"CtcLoss: the targets are {target.Type}; they must be {type}.");
        var lengths = target.EqualTo(Padding).Cast(ElementType.Int64).CumSum(1).EqualTo(0).Cast(ElementType.Int64).Sum(1);
        var losses = output.LogSoftmax(1).Ctc(target, targetLengths: lengths, blank: Blank, zeroInfinity: ZeroInfinity);
        return Reduction == Reduction.Mean ? losses / lengths.ClampMin(1).Cast(losses.ElementType) : losses;
    }
}
