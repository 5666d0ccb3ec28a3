using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y [batch, steps] = whether a step is within its row's length: t &lt; lengths[row].</summary>
/// <param name="Steps">The number of steps; the maximum of a length.</param>
internal sealed record LengthMaskOp(Dimension Steps) : Op
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) =>
        inputs[0].ElementType == ElementType.Int64 && inputs[0].Shape.Rank == 1
            ? [new(ElementType.Bool, [inputs[0].Shape[0], Steps])]
            : throw new ShapeException($"LengthMask: the lengths are {inputs[0]}; they must be int64[batch].");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override void ToOnnx(OnnxForm form) => form.Expand(x => [Value.Arange(Steps) < x[0].Unsqueeze(1)]);

    public override Action Bind(Binding binding)
    {
        var (lengths, y, steps) = (binding.Input<long>(0), binding.Output<bool>(0), binding.OutputSizes(0)[1]);
        return () =>
        {
            StepOrder.CheckLengths(Name, lengths.Span, steps);
            for (var row = 0; row < lengths.Length; row++)
            {
                var mask = y.Span.Slice(row * steps, steps);
                mask.Clear();
                mask[..(int)lengths.Span[row]].Fill(true);
            }
        };
    }
}

public partial class Value
{
    /// <summary>A mask [batch, steps] for these lengths [batch], int64: true within the length of each row.</summary>
    /// <param name="steps">The number of steps, or the name of the axis.</param>
    /// <exception cref="ShapeException">This value is not int64 [batch].</exception>
    /// <remarks>
    /// A length below 0 or above <paramref name="steps"/> is an exception when the mask is computed; a file does not check.
    /// </remarks>
    public Value LengthMask(Dimension steps) => new LengthMaskOp(steps).Of(this);
}
