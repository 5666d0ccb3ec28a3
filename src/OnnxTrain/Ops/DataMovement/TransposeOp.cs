using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x with its axes in another order: axis i of y is axis <c>Order[i]</c> of x.</summary>
internal sealed record TransposeOp(EquatableArray<int> Order) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        var shape = inputs[0].Shape;
        return Order.Order().SequenceEqual(Enumerable.Range(0, shape.Rank))
            ? [new(inputs[0].ElementType, [.. Order.Select(axis => shape[axis])])]
            : throw new ShapeException($"Transpose: {Order} is not a permutation of the {shape.Rank} axes of {shape}.");
    }

    // dL/dx = g with the axes put back
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [gradients[0]!.Transpose([.. Enumerable.Range(0, Order.Length).Select(axis => Order.Span.IndexOf(axis))])];

    public override void ToOnnx(OnnxForm form) =>
        form.Emit("Transpose", OnnxAttribute.Ints("perm", Order.Select(axis => (long)axis)));

    protected override Action Bind<T>(Binding binding) =>
        StridedCopy.Transpose(binding.Input<T>(0), binding.InputSizes(0), [.. Order], binding.Output<T>(0));
}

public partial class Value
{
    /// <summary>The axes in another order: axis i of the result is axis <c>order[i]</c> of this value.</summary>
    /// <param name="order">A permutation of the axes; by default the reverse order, which transposes a matrix.</param>
    /// <exception cref="ShapeException"><paramref name="order"/> is not a permutation of the axes.</exception>
    public Value Transpose(params int[] order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new TransposeOp(order.Length == 0 ? [.. Enumerable.Range(0, Rank).Reverse()] : [.. order]).Of(this);
    }
}
