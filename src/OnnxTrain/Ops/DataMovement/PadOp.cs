using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x padded by a number before and after along an axis; the lengths may be expressions over names.</summary>
internal sealed record PadOp(int Axis, Dimension Before, Dimension After, double Number = 0) : DataOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireWholeBytes(inputs);
        var shape = inputs[0].Shape;
        return Before.IsNegative || After.IsNegative
            ? throw new ShapeException($"Pad: {Before} before and {After} after do not fit axis {Axis} of {shape}.")
            : [new(inputs[0].ElementType, shape.With(Axis, shape[Axis] + Before + After))];
    }

    // dL/dx = the part of g that is not padding
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [gradients[0]!.Narrow(Axis, Before, node.Inputs[0].Shape[Axis])];

    public override void ToOnnx(OnnxForm form)
    {
        var rank = form.Node.Inputs[0].Rank;
        var pads = new Dimension[2 * rank];
        (pads[Axis], pads[rank + Axis]) = (Before, After);
        string[] inputs = [form.Input(), form.Shape(Shape.Create(pads))];
        form.EmitWith("Pad", Number == 0 ? inputs : [.. inputs, form.Scalar(Number)], OnnxAttribute.Text("mode", "constant"));
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y) = (binding.Input<T>(0), binding.Output<T>(0));
        var sizes = binding.InputSizes(0);
        var rows = sizes.Before(Axis);
        var inner = sizes.After(Axis);
        var run = sizes[Axis] * inner;
        var (before, after) = (binding.Resolve(Before), binding.Resolve(After));
        if (before < 0 || after < 0)
            throw new ShapeException(
                $"Pad: {before} ({Before}) before and {after} ({After}) after do not fit axis {Axis} of {binding.InputType(0).Shape}.");
        var (width, first, number) = (run + ((int)(before + after) * inner), (int)before * inner, NumberOf<T>());
        return ParallelLoop.OverRows(rows, width, (from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var target = y.Span.Slice(row * width, width);
                target[..first].Fill(number);
                x.Span.Slice(row * run, run).CopyTo(target[first..]);
                target[(first + run)..].Fill(number);
            }
        }).Run;
    }

    /// <summary>Only floats can be padded with numbers other than 0.</summary>
    private T NumberOf<T>()
        where T : unmanaged =>
        Number == 0 ? default
        : typeof(T) == typeof(float) ? (T)(object)(float)Number
        : typeof(T) == typeof(double) ? (T)(object)Number
        : throw new InvalidOperationException($"Pad: {typeof(T).Name} can only be padded with 0.");
}
