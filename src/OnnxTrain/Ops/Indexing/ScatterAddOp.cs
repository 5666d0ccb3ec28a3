using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y [length, …] = zeros, with each row of x added at its index: the transpose of gathering rows.</summary>
internal sealed record ScatterAddOp(Dimension Length) : FloatOp
{
    /// <summary>The minimum number of columns, and of elements of x, for a thread.</summary>
    private const int LeastColumns = 64, LeastElements = 16384;

    public override int MinimumOpset => 16;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs[..1]);
        var (x, indices) = (inputs[0].Shape, inputs[1].Shape);
        return inputs[1].ElementType == ElementType.Int64 && x.Rank >= indices.Rank && x.Take(indices.Rank).SequenceEqual(indices)
            ? [new(inputs[0].ElementType, [Length, .. x.Skip(indices.Rank)])]
            : throw new ShapeException(
                $"ScatterAdd: the rows {inputs[0]} and the indices {inputs[1]} do not fit: the rows must start with the axes of the "
                    + "indices.");
    }

    // dL/dx = the rows of g at the indices
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [gradients[0]!.Gather(node.Inputs[1]), null];

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form)
    {
        var zeros = form.Step("Expand", [form.Scalar(0), form.Shape(form.Node.Outputs[0].Shape)]);
        var indices = form.Step("Unsqueeze", [form.Input(1), form.Integers(-1)]);
        form.EmitWith("ScatterND", [zeros, indices, form.Input()], OnnxAttribute.Text("reduction", "add"));
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, indices, y) = (binding.Input<T>(0), binding.Input<long>(1), binding.Output<T>(0));
        var length = binding.OutputSizes(0)[0];
        var inner = length == 0 ? 0 : y.Length / length;

        // Rows with the same index meet in one row of y: threads share out columns, and each adds the rows in their order.
        return new ParallelLoop(inner, Math.Max(LeastColumns, LeastElements / Math.Max(indices.Length, 1)), (from, to) =>
        {
            var columns = to - from;
            for (var row = 0; row < length; row++) y.Span.Slice((row * inner) + from, columns).Clear();
            for (var i = 0; i < indices.Length; i++)
            {
                var sum = y.Span.Slice((GatherOp.Checked(indices.Span[i], length) * inner) + from, columns);
                TensorPrimitives.Add(sum, x.Span.Slice((i * inner) + from, columns), sum);
            }
        }).Run;
    }
}
