using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the elements of x at given indices along an axis: rows of a table, class names, embeddings.</summary>
internal sealed record GatherOp(int Axis) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        if (inputs[1].ElementType != ElementType.Int64)
            throw new ShapeException($"Gather: the indices are {inputs[1]}; they must be int64.");
        if (inputs[0].ElementType.IsPacked()) RequireWholeBytes(inputs);
        var x = inputs[0].Shape;
        return [new(inputs[0].ElementType, [.. x.Take(Axis), .. inputs[1].Shape, .. x.Skip(Axis + 1)])];
    }

    // dL/dx = the rows of g added up at their indices; another axis is brought to the front for that, and back
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, indices, g) = (node.Inputs[0], node.Inputs[1], gradients[0]!);
        var rank = x.Rank;
        int[] toFront =
        [
            .. Enumerable.Range(Axis, indices.Rank),
            .. Enumerable.Range(0, Axis),
            .. Enumerable.Range(Axis + indices.Rank, rank - 1 - Axis),
        ];
        int[] back = [.. Enumerable.Range(1, Axis), 0, .. Enumerable.Range(Axis + 1, rank - 1 - Axis)];
        var sum = new ScatterAddOp(x.Shape[Axis]).Of(Axis == 0 ? g : g.Transpose(toFront), indices);
        return [Axis == 0 ? sum : sum.Transpose(back), null];
    }

    public override Action Bind(Binding binding) =>
        binding.OutputType(0).ElementType == ElementType.String ? BindStrings(binding) : base.Bind(binding);

    public override void ToOnnx(OnnxForm form) => form.Emit("Gather", OnnxAttribute.Int("axis", Axis));

    protected override Action Bind<T>(Binding binding)
    {
        var (x, indices, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Output<T>(0));
        var (outer, length, inner) = Parts(binding);
        if (inner == 1) return BindElements(x, indices, y, outer, length);
        return ParallelLoop.OverRows(outer * indices.Length, inner, (from, to) =>
        {
            var (o, i) = Math.DivRem(from, indices.Length);
            for (var row = from; row < to; row++)
            {
                var taken = (o * length) + Checked(indices.Span[i], length);
                x.Span.Slice(taken * inner, inner).CopyTo(y.Span.Slice(row * inner, inner));
                if (++i == indices.Length) (o, i) = (o + 1, 0);
            }
        }).Run;
    }

    /// <summary>Converts an index to one from 0 on; negative indices count from the end, as in ONNX.</summary>
    internal static int Checked(long index, int length) => IndexRange.Check(index, length, "Gather");

    /// <summary>Along the last axis elements are taken one by one.</summary>
    private static Action BindElements<T>(Block<T> x, Block<long> indices, Block<T> y, int outer, int length)
        where T : unmanaged =>
        ParallelLoop.OverRows(outer, indices.Length, (from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var own = indices.Span;
                var source = x.Span.Slice(row * length, length);
                var target = y.Span.Slice(row * own.Length, own.Length);
                for (var i = 0; i < own.Length; i++) target[i] = source[Checked(own[i], length)];
            }
        }).Run;

    private Action BindStrings(Binding binding)
    {
        var (x, indices, y) = (binding.InputStrings(0), binding.Input<long>(1), binding.OutputStrings(0));
        var (outer, length, inner) = Parts(binding);
        return outer != 1 || inner != 1
            ? throw new InvalidOperationException("Gather: strings can only be gathered from a vector.")
            : () =>
            {
                for (var i = 0; i < indices.Length; i++) y.Items[i] = x.Items[Checked(indices.Span[i], length)];
            };
    }

    private (int Outer, int Length, int Inner) Parts(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return (sizes.Before(Axis), sizes[Axis], sizes.After(Axis));
    }
}

public partial class Value
{
    /// <summary>The elements at <paramref name="indices"/> along <paramref name="axis"/>.</summary>
    /// <param name="indices">int64, any shape, which replaces the axis in the shape of the result.</param>
    /// <param name="axis">The axis that is indexed.</param>
    public Value Gather(Value indices, int axis = 0) => new GatherOp(Shape.Axis(axis, nameof(Gather))).Of(this, indices);
}
