using System.Numerics;
using System.Numerics.Tensors;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y [length, …] = zeros, with each row of x added at its index: the transpose of gathering rows.</summary>
internal sealed record ScatterAddOp(long Length) : FloatOp
{
    public override int MinimumOpset => 16;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs[..1]);
        var (x, indices) = (inputs[0].Shape, inputs[1].Shape);
        return inputs[1].ElementType == ElementType.Int64 && x.Rank >= indices.Rank && x.Take(indices.Rank).SequenceEqual(indices)
            ? [new(inputs[0].ElementType, [Length, .. x.Skip(indices.Rank)])]
            : throw new ShapeException($"ScatterAdd: the rows {inputs[0]} and the indices {inputs[1]} do not fit: the indices' axes have to lead.");
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
        var inner = y.Length / (int)Length;
        return () =>
        {
            y.Span.Clear();
            for (var i = 0; i < indices.Length; i++)
            {
                var row = y.Span.Slice(GatherOp.Checked(indices.Span[i], (int)Length) * inner, inner);
                TensorPrimitives.Add(row, x.Span.Slice(i * inner, inner), row);
            }
        };
    }
}
