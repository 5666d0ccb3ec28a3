using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the elements of x, in the same order, with another shape.</summary>
internal sealed record ReshapeOp(Shape Target) : Op
{
    public override bool IsView => true;

    /// <summary>A 0 in the shape is a length only from opset 14 on; before, it copies the axis of the input.</summary>
    public override int MinimumOpset => HasEmptyAxis ? 14 : base.MinimumOpset;

    private bool HasEmptyAxis => Target.Any(d => d.IsFixed && d.Size == 0);

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var from = inputs[0].Shape;
        if (inputs[0].ElementType == ElementType.String) throw new ShapeException("Reshape: strings cannot be reshaped.");
        return from.Product == Target.Product || IsQuotient(from, Target) || IsQuotient(Target, from)
            ? [new(inputs[0].ElementType, Target)]
            : throw new ShapeException(
                $"Reshape: {from} and {Target} do not hold the same number of elements; named axes must be on both sides.");
    }

    // dL/dx = g in the shape of x
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [gradients[0]!.Reshape(node.Inputs[0].Shape)];

    public override Action Bind(Binding binding) => throw new InvalidOperationException("A view has no kernel.");

    public override void ToOnnx(OnnxForm form) => form.EmitWith(
        "Reshape", [form.Input(), Constant(form) ?? form.Shape(Target)], HasEmptyAxis ? [OnnxAttribute.Int("allowzero", 1)] : []);

    /// <summary>The shape with its axis −1 replaced by the inferred number, name or expression.</summary>
    public static Shape Infer(Shape from, Shape target)
    {
        var open = target.ToList().FindIndex(d => d.IsInferred);
        if (open < 0) return target;
        var (all, rest) = (from.Product, target.Without(open).Settled().Product);
        if (rest != 0 && all.DivideExactly(rest) is { } left) return target.With(open, left);
        if (rest != 0) (all, rest) = Dimension.Cancel(all, rest);
        throw new ShapeException(all.IsFixed && rest.IsFixed
            ? $"Reshape: {from} and {target} do not hold the same number of elements: {all} is not a multiple of "
                + $"{rest}{(rest == 0 ? ", so that −1 could be anything" : "")}."
            : $"Reshape: −1 in {target} cannot be inferred from {from}: {all} is not a multiple of {rest}. If the division is "
                + "exact for the actual lengths, write the quotient instead of −1.");
    }

    /// <summary>
    /// Whether an axis of <paramref name="to"/> is the quotient of the others, rounded down, such as half of a named axis. That the
    /// division is exact is checked when the lengths are known.
    /// </summary>
    private static bool IsQuotient(Shape from, Shape to)
    {
        for (var axis = 0; axis < to.Rank; axis++)
        {
            if (to[axis].IsFixed) continue;
            var rest = to.Without(axis).Product;
            if (rest != 0 && from.Product / rest == to[axis]) return true;
        }

        return false;
    }

    /// <summary>
    /// The shape as constants, if possible: one named axis is −1, which every runtime infers, and named axes that keep their position are
    /// 0.
    /// </summary>
    private string? Constant(OnnxForm form)
    {
        var (from, named) = (form.Node.Inputs[0].Shape, Target.Count(d => !d.IsFixed));
        if (HasEmptyAxis || named == 0) return null;
        if (named == 1) return form.Integers([.. Target.Select(d => d.IsFixed ? d.Size : -1)]);
        return Target.Take(from.Rank).Zip(from).Count(d => !d.First.IsFixed && d.First == d.Second) == named
            ? form.Integers([.. Target.Select(d => d.IsFixed ? d.Size : 0)])
            : null;
    }
}

public partial class Value
{
    /// <summary>The same elements with another shape.</summary>
    /// <param name="shape">
    /// The new shape, with the same number of elements. An axis may be a number, a name or an expression over names of this value, such as
    /// <c>x.Shape[0] * x.Shape[1]</c>. One axis may be −1: it is inferred from the others, if the division is exact for all lengths.
    /// </param>
    /// <exception cref="ShapeException">The numbers of elements differ, or −1 cannot be inferred.</exception>
    public Value Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var target = ReshapeOp.Infer(Shape, shape);
        return target.Equals(Shape) ? this : new ReshapeOp(target).Of(this);
    }

    /// <summary>
    /// Flattens all axes from <paramref name="axis"/> on: [batch, 28, 28] becomes [batch, 784], and [batch, height, width] becomes [batch,
    /// height * width].
    /// </summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Value Flatten(int axis = 1)
    {
        if (axis < 0 || axis > Rank) throw new ShapeException($"Flatten: axis {axis} is outside 0 … {Rank} for the shape {Shape}.");
        return Reshape([.. Shape.Take(axis), Shape.Create(Shape.Dimensions[axis..]).Product]);
    }
}
