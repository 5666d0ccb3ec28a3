using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y [elements, axes] = the indices of the elements of x that are not 0, in order, then −1 in all remaining rows.</summary>
internal sealed record NonZeroOp : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var (type, shape) = (inputs[0].ElementType, inputs[0].Shape);
        RequireWholeBytes(inputs);
        if (shape.Rank == 0)
            throw new ShapeException($"NonZero: {inputs[0]} must have at least one axis.");
        return shape.IsFixed
            ? [new(ElementType.Int64, [shape.ElementCount, shape.Rank])]
            : throw new ShapeException(
                $"NonZero: the number of elements of {inputs[0]} that are not 0 has no bound, since an axis is named. Use Where or "
                    + "MaskedFill, which need no indices.");
    }

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override void ToOnnx(OnnxForm form)
    {
        var shape = form.Node.Outputs[0].Shape;
        var flags = form.Node.Inputs[0].ElementType == ElementType.Bool
            ? form.Input()
            : form.Step("Cast", [form.Input()], OnnxAttribute.Int("to", (long)ElementType.Bool.ToOnnx()));
        var places = form.Step("Transpose", [form.Step("NonZero", [flags])], OnnxAttribute.Ints("perm", [1, 0]));
        var none = form.Constant(TensorData.Of<long>([.. Enumerable.Repeat(-1L, (int)shape.ElementCount)], shape));
        var all = form.Step("Concat", [places, none], OnnxAttribute.Int("axis", 0));
        form.EmitWith("Slice", [all, form.Integers(0), form.Integers(shape[0].Size), form.Integers(0)]);
    }

    protected override ElementType ComputesIn(Binding binding) => binding.InputType(0).ElementType;

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y, sizes) = (binding.Input<T>(0), binding.Output<long>(0), binding.InputSizes(0));
        return () =>
        {
            y.Span.Fill(-1);
            var row = y.Span;
            for (var i = 0; i < x.Length; i++)
            {
                if (EqualityComparer<T>.Default.Equals(x.Span[i], default))
                    continue;
                for (var (axis, rest) = (sizes.Length - 1, i); axis >= 0; axis--)
                    (rest, row[axis]) = (rest / sizes[axis], rest % sizes[axis]);
                row = row[sizes.Length..];
            }
        };
    }
}

public partial class Value
{
    /// <summary>
    /// The indices of the elements that are not 0 (or are true), in row-major order. The result has a row for each element, since their
    /// number is known only when data arrive; the remaining rows are −1.
    /// </summary>
    /// <returns>int64 [elements, axes].</returns>
    /// <exception cref="ShapeException">An axis is named, so their number has no bound.</exception>
    public Value NonZero() => new NonZeroOp().Of(this);
}
