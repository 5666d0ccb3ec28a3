using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y of the shape of the indices: y[i, j, k] = x[index[i, j, k], j, k], here for axis 0.</summary>
internal sealed record GatherElementsOp(int Axis) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        RequireFit(Name, inputs[0], inputs[1], Axis);
        return [new(inputs[0].ElementType, inputs[1].Shape)];
    }

    // dL/dx = each g added where its element came from
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, g) = (node.Inputs[0], gradients[0]!);
        return [new ScatterElementsOp(Axis, ScatterReduction.Add).Of(g.Number(0).Expand(x.Shape), node.Inputs[1], g), null];
    }

    public override void ToOnnx(OnnxForm form) => form.Emit("GatherElements", OnnxAttribute.Int("axis", Axis));

    /// <exception cref="ShapeException">The indices are not int64, or exceed the data along another axis.</exception>
    internal static void RequireFit(string operation, TensorType data, TensorType indices, int axis)
    {
        if (indices.ElementType != ElementType.Int64)
            throw new ShapeException($"{operation}: the indices are {indices}; they must be int64.");
        if (data.Shape.Rank == 0 || indices.Shape.Rank != data.Shape.Rank)
            throw new ShapeException($"{operation}: the indices {indices} and the data {data} need the same number of axes, 1 at least.");
        for (var d = 0; d < data.Shape.Rank; d++)
        {
            var (own, other) = (indices.Shape[d], data.Shape[d]);
            if (d != axis && own != other && !(own.IsFixed && other.IsFixed && own.Size <= other.Size))
                throw new ShapeException(
                    $"{operation}: axis {d} of the indices {indices} is longer than that of the data {data}, or cannot be compared with it."
                );
        }
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, indices, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Output<T>(0));
        var places = new ElementPlaces(binding.InputSizes(0), binding.InputSizes(1), Axis);
        var (run, length, step, runStep) = (places.Run, places.Length, places.Step, places.RunStep);
        return ParallelLoop
            .OverRows(
                places.Lines, run,
                (from, to) =>
                {
                    for (var line = from; line < to; line++)
                    {
                        var at = places.Start(line);
                        var source = x.Span;
                        var own = indices.Span.Slice(line * run, run);
                        var target = y.Span.Slice(line * run, run);
                        for (var i = 0; i < run; i++, at += runStep)
                            target[i] = source[at + (IndexRange.Check(own[i], length, "GatherElements") * step)];
                    }
                })
            .Run;
    }
}

public partial class Value
{
    /// <summary>
    /// For each element of the indices, the element of this value at the same position, except for the index along <paramref name="axis"/>:
    /// <c>y[i, j] = x[i, index[i, j]]</c> for axis 1. PyTorch calls it <c>gather</c>.
    /// </summary>
    /// <param name="indices">int64, with as many axes as this value, none of them longer except <paramref name="axis"/>; negative indices
    /// count from the end.</param>
    /// <param name="axis">The axis that is indexed.</param>
    /// <returns>The shape of the indices.</returns>
    /// <exception cref="ShapeException">The indices do not fit.</exception>
    public Value GatherElements(Value indices, int axis) =>
        new GatherElementsOp(Shape.Axis(axis, nameof(GatherElements))).Of(this, indices);
}
