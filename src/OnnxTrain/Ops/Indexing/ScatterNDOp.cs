using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x, with each slice of the updates assigned or added at a vector of indices.</summary>
internal sealed record ScatterNDOp(ScatterReduction Reduction) : DataOp
{
    public override int MinimumOpset => Reduction == ScatterReduction.None ? 13 : 16;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        var depth = GatherNDOp.Depth(Name, inputs[0], inputs[1]);
        ScatterElementsOp.RequireUpdates(Name, inputs, [.. inputs[1].Shape.SkipLast(1), .. inputs[0].Shape.Skip(depth)], Reduction);
        return [inputs[0]];
    }

    // dL/dx = g, with zeros where x was replaced; dL/dupdates = the slices of g where they went
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (indices, updates, g) = (node.Inputs[1], node.Inputs[2], gradients[0]!);
        var kept = Reduction == ScatterReduction.Add ? g : Of(g, indices, g.Number(0).Expand(updates.Shape));
        return [kept, null, g.GatherND(indices)];
    }

    public override void ToOnnx(OnnxForm form)
    {
        if (Reduction == ScatterReduction.None) form.Emit("ScatterND");
        else form.Emit("ScatterND", OnnxAttribute.Text("reduction", "add"));
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, indices, updates, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Input<T>(2), binding.Output<T>(0));
        var depth = binding.InputSizes(1)[^1];
        var name = Name;
        var slices = new SliceIndices(binding.InputSizes(0), depth, name);
        var (rows, inner) = (indices.Length / depth, slices.Inner);
        if (inner == 0) return static () => { };
        var written = Reduction == ScatterReduction.None ? binding.Scratch.Allocate<bool>(y.Length / inner) : default;
        return () =>
        {
            x.Span.CopyTo(y.Span);
            written.Span.Clear();
            for (var row = 0; row < rows; row++)
            {
                var place = slices.Place(indices.Span, row);
                var from = updates.Span.Slice(row * inner, inner);
                var to = y.Span.Slice(place, inner);
                if (Reduction == ScatterReduction.Add) ScatterKernel.Add<T>(from, to);
                else
                {
                    ScatterKernel.Mark(written.Span, place / inner, name);
                    from.CopyTo(to);
                }
            }
        };
    }
}

public partial class Value
{
    /// <summary>
    /// This value with slices of the updates assigned or added at vectors of indices: <c>y[index[r, 0], …, index[r, k − 1]] =
    /// updates[r]</c>.
    /// </summary>
    /// <param name="indices">int64 [rows …, k]: an index for each of the k first axes; negative indices count from the end.</param>
    /// <param name="updates">[rows …, the axes of this value from k on].</param>
    /// <param name="reduction">Whether updates replace or are added. If they replace, two updates of the same position throw an exception
    /// when the graph runs.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value ScatterND(Value indices, Value updates, ScatterReduction reduction = ScatterReduction.None) =>
        new ScatterNDOp(reduction).Of(this, indices, updates);
}
