using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y₀, y₁, … = the parts of x along an axis, with lengths that are numbers or expressions over names.</summary>
internal sealed record SplitOp(int Axis, EquatableArray<Dimension> Sizes) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        var (type, shape) = (inputs[0].ElementType, inputs[0].Shape);
        return Sizes.Length > 0 && Sizes.Aggregate((Dimension)0, (sum, size) => sum + size) == shape[Axis]
            ? [.. Sizes.Select(size => new TensorType(type, shape.With(Axis, size)))]
            : throw new ShapeException($"Split: parts of {string.Join(", ", Sizes)} do not add up to axis {Axis} of {shape}.");
    }

    // dL/dx = the gradients of the parts one after another; zeros where a part has none
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [Value.Concat(Axis, [.. node.Outputs.Select((y, i) => gradients[i] ?? y.Number(0).Expand(y.Shape))])];

    public override void ToOnnx(OnnxForm form) =>
        form.EmitWith("Split", [form.Input(), form.Shape([.. Sizes])], OnnxAttribute.Int("axis", Axis));

    protected override Action Bind<T>(Binding binding)
    {
        var (x, sizes) = (binding.Input<T>(0), binding.InputSizes(0));
        var (outer, inner) = (sizes.Before(Axis), sizes.After(Axis));
        Action all = static () => { };
        var column = 0;
        for (var i = 0; i < Sizes.Length; i++)
        {
            var run = binding.OutputSizes(i)[Axis] * inner;
            all += ColumnCopy.Bind(x, sizes[Axis] * inner, column, binding.Output<T>(i), run, 0, outer, run);
            column += run;
        }

        return all;
    }
}

public partial class Value
{
    /// <summary>Splits into parts of the given lengths along <paramref name="axis"/>.</summary>
    /// <param name="sizes">The lengths, which add up to that of the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The lengths do not add up to that of the axis.</exception>
    public IReadOnlyList<Value> Split(IReadOnlyList<int> sizes, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return Split(Shape.Create([.. sizes.Select(size => (Dimension)size)]), axis);
    }

    /// <summary>
    /// Splits into parts of the given lengths along <paramref name="axis"/>: <c>past + sequence</c> into <c>past</c> and <c>sequence</c>.
    /// </summary>
    /// <param name="sizes">The lengths, numbers, names or expressions, which add up to that of the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The lengths do not add up to that of the axis.</exception>
    public IReadOnlyList<Value> Split(Shape sizes, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return new SplitOp(Shape.Axis(axis, nameof(Split)), [.. sizes]).NodeOf(this).Outputs;
    }

    /// <summary>
    /// Splits into parts of <paramref name="size"/> elements along <paramref name="axis"/>; the last part may be shorter.
    /// </summary>
    /// <exception cref="ShapeException">The axis is named.</exception>
    public IReadOnlyList<Value> Split(int size, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var length = KnownLength(nameof(Split), axis);
        return Split(
            [.. Enumerable.Range(0, Math.Max(1, (length + size - 1) / size)).Select(i => Math.Min(size, length - (i * size)))],
            axis);
    }

    /// <summary>The length of an axis that must not be named.</summary>
    private int KnownLength(string operation, int axis)
    {
        var d = Shape[Shape.Axis(axis, operation)];
        return d.IsFixed
            ? checked((int)d.Size)
            : throw new ShapeException($"{operation}: axis {axis} of {Shape} is named; its length must be known.");
    }
}
