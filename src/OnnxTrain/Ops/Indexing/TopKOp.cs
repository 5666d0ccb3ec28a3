using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The <c>Count</c> largest, or smallest, elements along the last axis, best first, and their indices; for ties, the first comes first. NaN
/// counts as larger than any number; ONNX does not specify this.
/// </summary>
internal sealed record TopKOp(Dimension Count, bool Largest) : NumberOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        ElementTypes.RequireNumbers(Name, inputs);
        var shape = inputs[0].Shape;
        var length = shape[shape.Rank - 1];
        if (Count != length && !(Count.IsFixed && length.IsFixed && Count.Size <= length.Size))
            throw new ShapeException(
                $"TopK: {Count} of the {length} elements along the last axis of {inputs[0]} cannot be selected, or the length is not "
                    + "known.");
        var found = shape.With(shape.Rank - 1, Count);
        return [new(inputs[0].ElementType, found), new(ElementType.Int64, found)];
    }

    // dL/dx = the gradients of the values where they stood, zeros elsewhere
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var x = node.Inputs[0];
        return [gradients[0] is { } g ? g.Number(0).Expand(x.Shape).ScatterElements(node.Outputs[1], g, x.Rank - 1) : null];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form) => form.EmitWith(
        "TopK", [form.Input(), form.Shape([Count])], OnnxAttribute.Int("axis", -1), OnnxAttribute.Int("largest", Largest ? 1 : 0));

    protected override Action Bind<T>(Binding binding)
    {
        var (x, values, indices) = (binding.Input<T>(0), binding.Output<T>(0), binding.Output<long>(1));
        int length = binding.InputSizes(0)[^1],
            count = binding.OutputSizes(0)[^1];
        if (values.Length == 0)
            return static () => { };
        return ParallelLoop
            .OverRows(
                values.Length / count, length,
                (from, to) =>
                {
                    for (var row = from; row < to; row++)
                        BestOf.Row<T>(
                            x.Span.Slice(row * length, length), Largest, values.Span.Slice(row * count, count),
                            indices.Span.Slice(row * count, count));
                })
            .Run;
    }
}

public partial class Value
{
    /// <summary>
    /// The <paramref name="k"/> largest or smallest elements along <paramref name="axis"/>, best first, and their indices (int64).
    /// </summary>
    /// <param name="k">The number of elements, at most the length of the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="largest">Whether to select the largest.</param>
    /// <remarks>
    /// Ties keep their order. NaN counts as larger than any number, as in PyTorch; in a file this depends on the runtime.
    /// </remarks>
    /// <exception cref="ShapeException">The axis has fewer elements, or its length is not known.</exception>
    public (Value Values, Value Indices) TopK(int k, int axis = -1, bool largest = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        return Best(k, Shape.Axis(axis, nameof(TopK)), largest);
    }

    /// <summary>
    /// Sorts the elements along <paramref name="axis"/>, which may be named, in ascending or descending order. Also returns their original
    /// indices (int64).
    /// </summary>
    /// <remarks>Equal elements keep their order. NaN counts as larger than any number; in a file this depends on the runtime.</remarks>
    public (Value Values, Value Indices) Sort(int axis = -1, bool descending = false)
    {
        var at = Shape.Axis(axis, nameof(Sort));
        return Best(Shape[at], at, descending);
    }

    /// <summary>The indices (int64) that sort the elements along <paramref name="axis"/>; see <see cref="Sort"/>.</summary>
    public Value ArgSort(int axis = -1, bool descending = false) => Sort(axis, descending).Indices;

    /// <summary>The best elements along an axis, which is moved to the end and back.</summary>
    private (Value Values, Value Indices) Best(Dimension count, int axis, bool largest)
    {
        if (axis == Rank - 1)
        {
            var best = new TopKOp(count, largest).NodeOf(this);
            return (best.Outputs[0], best.Outputs[1]);
        }

        int[] swapped = [.. Enumerable.Range(0, Rank)];
        (swapped[axis], swapped[Rank - 1]) = (swapped[Rank - 1], swapped[axis]);
        var (values, indices) = Transpose(swapped).Best(count, Rank - 1, largest);
        return (values.Transpose(swapped), indices.Transpose(swapped));
    }
}
