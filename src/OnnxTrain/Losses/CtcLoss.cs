using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// Connectionist temporal classification: −ln of the probability that a sequence of classes, one for each step, says the labels once equal
/// neighbours are joined and blanks dropped, summed over all such sequences (Graves, Fernández, Gomez and Schmidhuber, 2006). Logits are
/// [batch, classes, time]; logarithms of probabilities do as well. Targets are the labels of each row, filled up with
/// <see cref="Padding"/>.
/// The mean of the losses, each divided by the number of its labels as in PyTorch, unless <see cref="RowLoss.Reduction"/> says otherwise.
/// </summary>
/// <param name="labels">The most labels that a row has.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="labels"/> is not above 0.</exception>
public sealed class CtcLoss(int labels) : RowLoss
{
    private readonly int _labels =
        labels > 0
            ? labels
            : throw new ArgumentOutOfRangeException(
                nameof(labels), labels,
                string.Create(CultureInfo.InvariantCulture, $"CtcLoss: the most labels are {labels}; there has to be 1 at least."));

    /// <summary>The class that stands for no label.</summary>
    public int Blank { get; init; }

    /// <summary>What fills up the labels of a row; it and what follows are none. May be the blank.</summary>
    public int Padding { get; init; } = -1;

    /// <summary>
    /// Whether a row with more labels than its steps can say has the loss 0 instead of ∞. Its gradient is 0 either way. Labels take a step
    /// each, and one more between two equal ones.
    /// </summary>
    public bool ZeroInfinity { get; init; }

    /// <summary>int64 [batch, labels].</summary>
    /// <exception cref="ShapeException">The output is not [batch, classes, time] with a known number of classes.</exception>
    public override TensorType TargetType(TensorType output)
    {
        if (output.Shape.Rank != 3 || !output.Shape[1].IsFixed)
            throw new ShapeException(
                $"CtcLoss: the network yields {output}; it has to yield [batch, classes, time] (Transpose changes the order).");
        return new(ElementType.Int64, [output.Shape[0], _labels]);
    }

    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var type = TargetType(output.Type);
        if (target.Type != type) throw new ShapeException($"CtcLoss: the targets are {target.Type}; they have to be {type}.");
        var lengths = target.EqualTo(Padding).Cast(ElementType.Int64).CumSum(1).EqualTo(0).Cast(ElementType.Int64).Sum(1);
        var losses = output.LogSoftmax(1).Ctc(target, targetLengths: lengths, blank: Blank, zeroInfinity: ZeroInfinity);
        return Reduction == Reduction.Mean ? losses / lengths.ClampMin(1).Cast(losses.ElementType) : losses;
    }
}
