namespace OnnxTrain;

/// <summary>y = the elements of x, in their order, under another shape.</summary>
internal sealed record ReshapeOp(Shape Target) : Op
{
    public override bool IsView => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var from = inputs[0].Shape;
        if (inputs[0].ElementType == ElementType.String) throw new ShapeException("Reshape: strings keep their shape.");
        return Known(from) == Known(Target) && Names(from).SequenceEqual(Names(Target))
            ? [new(inputs[0].ElementType, Target)]
            : throw new ShapeException($"Reshape: {from} and {Target} do not hold the same number of elements; named axes have to be on both sides.");
    }

    // dL/dx = g in the shape of x
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [gradients[0]!.Reshape(node.Inputs[0].Shape)];

    public override Action Bind(Binding binding) => throw new InvalidOperationException("A view has no kernel.");

    public override void ToOnnx(OnnxForm form) => form.EmitWith("Reshape", [form.Input(), OneNamedAxis(form) ?? form.Shape(Target)]);

    /// <summary>The product of the axes that are numbers.</summary>
    public static long Known(Shape shape) => shape.Where(d => d.IsFixed).Aggregate(1L, (product, d) => checked(product * d.Size));

    private static IEnumerable<string> Names(Shape shape) =>
        shape.Where(d => !d.IsFixed).Select(d => d.Name!).Order(StringComparer.Ordinal);

    /// <summary>One named axis is written as −1, which every runtime works out by itself.</summary>
    private string? OneNamedAxis(OnnxForm form) =>
        Target.Count(d => !d.IsFixed) == 1 && Known(Target) > 0
            ? form.Integers([.. Target.Select(d => d.IsFixed ? d.Size : -1)])
            : null;
}

public partial class Value
{
    /// <summary>The same elements under another shape.</summary>
    /// <param name="shape">As many elements as now; named axes of this value are to be named again.</param>
    /// <exception cref="ShapeException">The numbers of elements differ.</exception>
    public Value Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.Equals(Shape) ? this : new ReshapeOp(shape).Of(this);
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

    /// <summary>An axis of length 1 before the axis <paramref name="axis"/> (−1: at the end).</summary>
    public Value Unsqueeze(int axis)
    {
        if (axis < -Rank - 1 || axis > Rank) throw new ShapeException($"Unsqueeze: axis {axis} is outside {-Rank - 1} … {Rank} for the shape {Shape}.");
        var at = axis < 0 ? axis + Rank + 1 : axis;
        return Reshape([.. Shape.Take(at), 1, .. Shape.Skip(at)]);
    }

    /// <summary>Without the axis <paramref name="axis"/>, whose length is 1.</summary>
    public Value Squeeze(int axis)
    {
        var at = Shape.Axis(axis, nameof(Squeeze));
        return Shape[at].IsOne ? Reshape(Shape.Without(at)) : throw new ShapeException($"Squeeze: axis {axis} of {Shape} is {Shape[at]}, not 1.");
    }
}
