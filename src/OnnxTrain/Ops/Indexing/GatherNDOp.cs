using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y [rows …, rest] = the slices of x at vectors of indices: y[r] = x[index[r, 0], …, index[r, k − 1]].</summary>
internal sealed record GatherNDOp : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        var depth = Depth(Name, inputs[0], inputs[1]);
        return [new(inputs[0].ElementType, [.. inputs[1].Shape.SkipLast(1), .. inputs[0].Shape.Skip(depth)])];
    }

    // dL/dx = each slice of g added where it came from
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var g = gradients[0]!;
        return [new ScatterNDOp(ScatterReduction.Add).Of(g.Number(0).Expand(node.Inputs[0].Shape), node.Inputs[1], g), null];
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("GatherND");

    /// <summary>The number of axes of the data that a vector of indices covers.</summary>
    /// <exception cref="ShapeException">The indices are not such vectors.</exception>
    internal static int Depth(string operation, TensorType data, TensorType indices)
    {
        if (indices.ElementType != ElementType.Int64)
            throw new ShapeException($"{operation}: the indices are {indices}; they must be int64.");
        var rank = data.Shape.Rank;
        return indices.Shape.Rank > 0 && indices.Shape[indices.Shape.Rank - 1] is { IsFixed: true, Size: >= 1 } last && last.Size <= rank
            ? (int)last.Size
            : throw new ShapeException(
                $"{operation}: the last axis of the indices {indices} must hold an index for each of the first axes of {data}, 1 to "
                    + $"{rank} of them.");
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, indices, y, sizes) = (binding.Input<T>(0), binding.Input<long>(1), binding.Output<T>(0), binding.InputSizes(0));
        var slices = new SliceIndices(sizes, binding.InputSizes(1)[^1], Name);
        var inner = slices.Inner;
        return ParallelLoop
            .OverRows(
                indices.Length / binding.InputSizes(1)[^1], inner,
                (from, to) =>
                {
                    for (var row = from; row < to; row++)
                        x.Span.Slice(slices.Place(indices.Span, row), inner).CopyTo(y.Span.Slice(row * inner, inner));
                })
            .Run;
    }
}

public partial class Value
{
    /// <summary>The slices of this value at vectors of indices: <c>y[r] = x[index[r, 0], …, index[r, k − 1]]</c>.</summary>
    /// <param name="indices">int64 [rows …, k]: an index for each of the k first axes after those of the batch; negative indices count from
    /// the end.</param>
    /// <param name="batchAxes">The number of leading batch axes that value and indices share; each row of the batch is indexed
    /// separately.</param>
    /// <returns>[batch …, rows …, remaining axes of this value].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value GatherND(Value indices, int batchAxes = 0)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new GatherNDOp().Of(this, WithBatchIndices(indices, batchAxes));
    }

    /// <summary>Vectors of indices, prefixed with the indices of the batch.</summary>
    private Value WithBatchIndices(Value indices, int batchAxes)
    {
        if (batchAxes == 0)
            return indices;
        if (
            batchAxes < 0
            || batchAxes >= indices.Rank
            || batchAxes >= Rank
            || !Shape.Take(batchAxes).SequenceEqual(indices.Shape.Take(batchAxes)))
            throw new ShapeException($"GatherND: {Type} and the indices {indices.Type} do not share {batchAxes} leading axes.");
        Shape rows = [.. indices.Shape.SkipLast(1), 1];
        var places = Enumerable
            .Range(0, batchAxes)
            .Select(axis =>
                Arange(Shape[axis], ElementType.Int64)
                    .Reshape([.. Enumerable.Range(0, rows.Rank).Select(a => a == axis ? Shape[axis] : 1)])
                    .Expand(rows));
        return Concat(-1, [.. places, indices]);
    }
}
