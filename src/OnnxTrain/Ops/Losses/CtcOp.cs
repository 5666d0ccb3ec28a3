using System.Globalization;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Losses [batch] of connectionist temporal classification (Graves et al., 2006) from log probabilities [batch, classes, time], labels
/// [batch, labels] and the lengths of both [batch]; and their derivatives by the log probabilities. The formula, for files and higher-order
/// gradients, is the forward sum, unrolled over time.
/// </summary>
internal sealed record CtcOp(int Blank, bool ZeroInfinity) : FormulaOp
{
    /// <summary>The logarithm of zero: finite, so that the difference of two is not NaN.</summary>
    private const double Nothing = -1e30;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs[..1]);
        var (x, labels) = (inputs[0].Shape, inputs[1]);
        if (x.Rank != 3 || !x[1].IsFixed || Blank < 0 || Blank >= x[1].Size || (x[2].IsFixed && x[2].Size == 0))
            throw new ShapeException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Ctc: the input is {inputs[0]} and class {Blank} the blank; it must be [batch, classes, time], with the blank among "
                        + $"the classes, and at least one step."));
        if (labels.ElementType != ElementType.Int64 || labels.Shape.Rank != 2 || labels.Shape[0] != x[0] || !labels.Shape[1].IsFixed)
            throw new ShapeException($"Ctc: the labels are {labels}; for the input {inputs[0]} they must be int64[{x[0]}, labels].");
        foreach (var length in inputs[2..])
        {
            if (length != new TensorType(ElementType.Int64, [x[0]]))
                throw new ShapeException($"Ctc: lengths are {length}; for the input {inputs[0]} they must be int64[{x[0]}].");
        }

        return [new(inputs[0].ElementType, [x[0]]), inputs[0]];
    }

    // dL/dx = g · the derivatives, which are the second output
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => gradients[1] is null
        ? [gradients[0]!.Reshape([node.Inputs[0].Shape[0], 1, 1]) * node.Outputs[1], null, null, null]
        : base.Differentiate(node, gradients);

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        if (!x[0].Shape[2].IsFixed)
            throw new NotSupportedException(
                $"Ctc of {x[0].Type} is unrolled over time, whose length must be known.");
        var losses = CtcFormula.Of(x[0], x[1], x[2], x[3], Blank, Nothing);
        var cannot = losses > -Nothing / 10;
        losses = Value.Where(cannot, losses.Number(ZeroInfinity ? 0 : double.PositiveInfinity), losses);
        return [losses, Gradients.Of(losses, [x[0]], losses.Number(1).Expand(losses.Shape))[0]!];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, labels, steps, counts) = (binding.Input<T>(0), binding.Input<long>(1), binding.Input<long>(2), binding.Input<long>(3));
        var (losses, slopes) = (binding.Output<T>(0), binding.Output<T>(1));
        var sizes = binding.InputSizes(0);
        var (batch, classes, time, most) = (sizes[0], sizes[1], sizes[2], binding.InputSizes(1)[1]);
        var states = (2 * most) + 1;
        var scratch = binding.Scratch.Allocate<double>(batch * (time + 2) * states);
        return ParallelLoop
            .OverRows(
                batch, time * states * 64,
                (from, to) =>
                {
                    for (var row = from; row < to; row++)
                    {
                        var own = labels.Span.Slice(row * most, most)[..Checked(row, "labels", counts.Span[row], 0, most)];
                        foreach (var label in own)
                            _ =
                                label != Blank
                                    ? Checked(row, "the number of a class", label, 0, classes - 1)
                                    : throw Wrong(row, "a label that is the blank,", Blank, 0, classes - 1);
                        var space = scratch.Span.Slice(row * (time + 2) * states, (time + 2) * states);
                        var slope = slopes.Span.Slice(row * classes * time, classes * time);
                        slope.Clear();
                        var lattice = new CtcLattice(own, Blank, space[..(time * states)], space[(time * states)..]);
                        var loss = lattice.Run(
                            x.Span.Slice(row * classes * time, classes * time), time, Checked(row, "steps", steps.Span[row], 1, time),
                            slope);
                        losses.Span[row] = T.CreateTruncating(double.IsPositiveInfinity(loss) && ZeroInfinity ? 0 : loss);
                    }
                })
            .Run;
    }

    private static int Checked(int row, string what, long number, int least, int most) =>
        number >= least && number <= most ? (int)number : throw Wrong(row, what, number, least, most);

    private static ArgumentOutOfRangeException Wrong(int row, string what, long number, int least, int most) =>
        new(
            nameof(number), number,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Ctc: row {row} (counted from 0) has {what} {number}; it must be within {least} … {most}, and no label the blank."));
}

public partial class Value
{
    /// <summary>
    /// The loss of each row, [batch], by connectionist temporal classification of these log probabilities, [batch, classes, time].
    /// <see cref="CtcLoss"/> takes logits and padded labels.
    /// </summary>
    /// <param name="labels">int64 [batch, labels], none the blank.</param>
    /// <param name="inputLengths">The number of steps of each row, int64 [batch], at least 1; all if null.</param>
    /// <param name="targetLengths">The number of labels of each row, int64 [batch]; all if null.</param>
    /// <param name="blank">The index of the blank class.</param>
    /// <param name="zeroInfinity">Whether a row whose labels do not fit in its steps has the loss 0 instead of ∞; its gradient is 0 either
    /// way.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value Ctc(Value labels, Value? inputLengths = null, Value? targetLengths = null, int blank = 0, bool zeroInfinity = false)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (Rank != 3 || labels.Rank != 2)
            throw new ShapeException(
                $"Ctc: the input is {Type} and the labels are {labels.Type}; they must be [batch, classes, time] and [batch, labels].");
        return new CtcOp(blank, zeroInfinity).Of(this, labels, inputLengths ?? All(Shape[2]), targetLengths ?? All(labels.Shape[1]));

        Value All(Dimension length) => CountOp.Of([length], ElementType.Float64).Cast(ElementType.Int64).Expand([Shape[0]]);
    }
}
