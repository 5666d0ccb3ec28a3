using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x with zeros before and after it along an axis.</summary>
internal sealed record PadOp(int Axis, long Before, long After) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        var shape = inputs[0].Shape;
        return shape[Axis].IsFixed && Before >= 0 && After >= 0
            ? [new(inputs[0].ElementType, shape.With(Axis, Before + shape[Axis].Size + After))]
            : throw new ShapeException($"Pad: {Before} before and {After} after do not fit axis {Axis} of {shape}.");
    }

    // dL/dx = the part of g that is not padding
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [gradients[0]!.Slice(Axis, Before, Before + node.Inputs[0].Shape[Axis].Size)];

    public override void ToOnnx(OnnxForm form)
    {
        var rank = form.Node.Inputs[0].Rank;
        var pads = new long[2 * rank];
        (pads[Axis], pads[rank + Axis]) = (Before, After);
        form.EmitWith("Pad", [form.Input(), form.Integers(pads)], OnnxAttribute.Text("mode", "constant"));
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y) = (binding.Input<T>(0), binding.Output<T>(0));
        var sizes = binding.InputSizes(0);
        var rows = sizes.Before(Axis);
        var inner = sizes.After(Axis);
        var run = sizes[Axis] * inner;
        var width = run + ((int)(Before + After) * inner);
        var first = (int)Before * inner;
        return ParallelLoop.OverRows(rows, width, (from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var target = y.Span.Slice(row * width, width);
                target[..first].Clear();
                x.Span.Slice(row * run, run).CopyTo(target[first..]);
                target[(first + run)..].Clear();
            }
        }).Run;
    }
}
