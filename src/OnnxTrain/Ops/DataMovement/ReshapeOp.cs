using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the elements of x, in their order, under another shape.</summary>
internal sealed record ReshapeOp(Shape Target) : Op
{
    public override bool IsView => true;

    /// <summary>A 0 in the shape is a length only from opset 14 on; before, it copies the axis of the input.</summary>
    public override int MinimumOpset => HasEmptyAxis ? 14 : base.MinimumOpset;

    private bool HasEmptyAxis => Target.Any(d => d.IsFixed && d.Size == 0);

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var from = inputs[0].Shape;
        if (inputs[0].ElementType == ElementType.String) throw new ShapeException("Reshape: strings keep their shape.");
        return Known(from) == Known(Target) && Names(from).SequenceEqual(Names(Target))
            ? [new(inputs[0].ElementType, Target)]
            : throw new ShapeException(
                $"Reshape: {from} and {Target} do not hold the same number of elements; named axes have to be on both sides.");
    }

    // dL/dx = g in the shape of x
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [gradients[0]!.Reshape(node.Inputs[0].Shape)];

    public override Action Bind(Binding binding) => throw new InvalidOperationException("A view has no kernel.");

    public override void ToOnnx(OnnxForm form) => form.EmitWith(
        "Reshape", [form.Input(), OneNamedAxis(form) ?? form.Shape(Target)], HasEmptyAxis ? [OnnxAttribute.Int("allowzero", 1)] : []);

    /// <summary>The product of the axes that are numbers, and of the numbers in front of names.</summary>
    public static long Known(Shape shape) => shape.Aggregate(1L, (product, d) => checked(product * Factors(d).Times));

    /// <summary>The shape with its axis −1 as the number, the name, or the multiple of a name that is left for it.</summary>
    public static Shape Infer(Shape from, Shape target)
    {
        var open = target.ToList().FindIndex(d => d.IsInferred);
        if (open < 0) return target;
        var others = target.Without(open).Settled();
        List<Dimension> left = [.. from.Select(d => Factors(d).Named).OfType<Dimension>()];
        if (!others.Select(d => Factors(d).Named).OfType<Dimension>().All(left.Remove) || left.Count > 1)
            throw new ShapeException(
                $"Reshape: what −1 stands for in {target} does not follow from {from}: the other axes have to leave one name for it at "
                    + "most.");
        var (all, rest) = (Known(from), Known(others));
        if (rest == 0 || all % rest != 0)
            throw new ShapeException(
                $"Reshape: {from} and {target} do not hold the same number of elements: {all} is no multiple of "
                    + $"{rest}{(rest == 0 ? ", so that −1 could be anything" : "")}.");
        return target.With(open, left.Count == 0 ? all / rest : left[0].Map(all / rest, 0, 1));
    }

    private static IEnumerable<string> Names(Shape shape) =>
        shape.Select(d => Factors(d).Named).OfType<Dimension>().Select(d => d.Name!).Order(StringComparer.Ordinal);

    /// <summary>An axis as a number times a named one: 4 · batch is (4, batch).</summary>
    private static (long Times, Dimension? Named) Factors(Dimension d) =>
        d.IsFixed ? (d.Size, default(Dimension?)) : d.Formula is { Plus: 0, Over: 1 } formula ? (formula.Times, formula.Of) : (1, d);

    /// <summary>One named axis is written as −1, which every runtime works out by itself.</summary>
    private string? OneNamedAxis(OnnxForm form) =>
        Target.Count(d => !d.IsFixed) == 1 && Known(Target) > 0
            ? form.Integers([.. Target.Select(d => d.IsFixed ? d.Size : -1)])
            : null;
}

public partial class Value
{
    /// <summary>The same elements under another shape.</summary>
    /// <param name="shape">
    /// As many elements as now; named axes of this value are to be named again. One axis may be −1: it becomes what is left by the others,
    /// a number, a name, or a multiple of a name.
    /// </param>
    /// <exception cref="ShapeException">The numbers of elements differ, or −1 does not follow.</exception>
    public Value Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var target = ReshapeOp.Infer(Shape, shape);
        return target.Equals(Shape) ? this : new ReshapeOp(target).Of(this);
    }

    /// <summary>All axes from <paramref name="axis"/> on as one: [batch, 28, 28] becomes [batch, 784].</summary>
    /// <exception cref="ShapeException">One of those axes is named.</exception>
    public Value Flatten(int axis = 1)
    {
        if (axis < 0 || axis > Rank) throw new ShapeException($"Flatten: axis {axis} is outside 0 … {Rank} for the shape {Shape}.");
        var flat = Shape.Create(Shape.Dimensions[axis..]);
        return flat.IsFixed
            ? Reshape([.. Shape.Take(axis), flat.ElementCount])
            : throw new ShapeException($"Flatten: {flat} holds a named axis; only axes of known size join.");
    }
}
