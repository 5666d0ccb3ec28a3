using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x, with each update assigned or added at y[index[i, j, k], j, k], here for axis 0.</summary>
internal sealed record ScatterElementsOp(int Axis, ScatterReduction Reduction) : DataOp
{
    public override int MinimumOpset => Reduction == ScatterReduction.None ? 13 : 16;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        GatherElementsOp.RequireFit(Name, inputs[0], inputs[1], Axis);
        RequireUpdates(Name, inputs, inputs[1].Shape, Reduction);
        return [inputs[0]];
    }

    // dL/dx = g, with zeros where x was replaced; dL/dupdates = g where they went
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (indices, g) = (node.Inputs[1], gradients[0]!);
        var kept = Reduction == ScatterReduction.Add ? g : Of(g, indices, g.Number(0).Expand(indices.Shape));
        return [kept, null, g.GatherElements(indices, Axis)];
    }

    public override void ToOnnx(OnnxForm form)
    {
        var axis = OnnxAttribute.Int("axis", Axis);
        if (Reduction == ScatterReduction.None) form.Emit("ScatterElements", axis);
        else form.Emit("ScatterElements", axis, OnnxAttribute.Text("reduction", "add"));
    }

    /// <exception cref="ShapeException">The updates have another shape or type, or cannot be added.</exception>
    internal static void RequireUpdates(string operation, ReadOnlySpan<TensorType> inputs, Shape shape, ScatterReduction reduction)
    {
        if (inputs[2].ElementType != inputs[0].ElementType || !inputs[2].Shape.Equals(shape))
            throw new ShapeException(
                $"{operation}: the updates are {inputs[2]}; they must be {new TensorType(inputs[0].ElementType, shape)} for the "
                    + $"indices {inputs[1]}.");
        if (reduction == ScatterReduction.Add && !inputs[0].ElementType.IsNumber())
            throw new ShapeException($"{operation}: {inputs[0]} cannot be added; Cast to a number type first.");
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, indices, updates, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Input<T>(2), binding.Output<T>(0));
        var name = Name;
        var places = new ElementPlaces(binding.InputSizes(0), binding.InputSizes(1), Axis);
        var written = Reduction == ScatterReduction.None ? binding.Scratch.Allocate<bool>(y.Length) : default;
        return () =>
        {
            x.Span.CopyTo(y.Span);
            written.Span.Clear();
            for (var (line, k) = (0, 0); line < places.Lines; line++)
            {
                var at = places.Start(line);
                for (var i = 0; i < places.Run; i++, k++, at += places.RunStep)
                {
                    var place = at + (IndexRange.Check(indices.Span[k], places.Length, name) * places.Step);
                    if (Reduction == ScatterReduction.Add) ScatterKernel.Add<T>(updates.Span.Slice(k, 1), y.Span.Slice(place, 1));
                    else
                    {
                        ScatterKernel.Mark(written.Span, place, name);
                        y.Span[place] = updates.Span[k];
                    }
                }
            }
        };
    }
}

public partial class Value
{
    /// <summary>
    /// This value with the updates assigned or added at the positions that <see cref="GatherElements"/> reads: <c>y[i, index[i, j]] =
    /// updates[i, j]</c> for axis 1. PyTorch calls it <c>scatter</c> and <c>scatter_add</c>.
    /// </summary>
    /// <param name="indices">int64, with as many axes as this value, none of them longer except <paramref name="axis"/>; negative indices
    /// count from the end.</param>
    /// <param name="updates">The shape of the indices, the type of this value.</param>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="reduction">Whether updates replace or are added. If they replace, two updates of the same position throw an exception
    /// when the graph runs.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value ScatterElements(Value indices, Value updates, int axis, ScatterReduction reduction = ScatterReduction.None) =>
        new ScatterElementsOp(Shape.Axis(axis, nameof(ScatterElements)), reduction).Of(this, indices, updates);
}
