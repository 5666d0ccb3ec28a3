using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = W x along one axis with a sparse, constant W: the gradient of operators that resize an axis or reflect at its ends.
/// </summary>
internal sealed record AxisMapOp(int Axis, AxisMap Map) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var shape = inputs[0].Shape;
        return shape[Axis] == Map.Inputs
            ? [new(inputs[0].ElementType, shape.With(Axis, Map.Outputs))]
            : throw new ShapeException($"AxisMap: axis {Axis} of {shape} must have the length {Map.Inputs}.");
    }

    // dL/dx = Wᵀ g
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new AxisMapOp(Axis, Map.Transposed()).Of(gradients[0]!)];

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    /// <summary>
    /// A gather, or else a matrix product, which every runtime supports: x Wᵀ if the axis is the last, W x if it is the one before; other
    /// axes are transposed.
    /// </summary>
    public override void ToOnnx(OnnxForm form)
    {
        var rank = form.Node.Inputs[0].Rank;

        // Of no elements every sum is 0; ONNX Runtime's matrix product of length 0 leaves its memory as it was.
        if (Map.Inputs == 0)
            form.EmitWith(
                "Expand",
                [form.Constant(TensorData.Scalar(0, form.Node.Inputs[0].ElementType)), form.Shape(form.Node.Outputs[0].Shape)]);
        else if (Map.Selected is { } indices)
            form.EmitWith(
                "Gather",
                [form.Input(), form.Constant(TensorData.Of<long>(indices, [indices.Length]))],
                OnnxAttribute.Int("axis", Axis));
        else if (Axis == rank - 1)
            form.EmitWith("MatMul", [form.Input(), Matrix(form, Map.Transposed())]);
        else if (Axis == rank - 2)
            form.EmitWith("MatMul", [Matrix(form, Map), form.Input()]);
        else
        {
            var swap = Enumerable.Range(0, rank).Select(axis => (long)(axis == Axis ? rank - 1 : axis == rank - 1 ? Axis : axis)).ToArray();
            var turned = form.Step("Transpose", [form.Input()], OnnxAttribute.Ints("perm", swap));
            form.EmitWith("Transpose", [form.Step("MatMul", [turned, Matrix(form, Map.Transposed())])], OnnxAttribute.Ints("perm", swap));
        }
    }

    /// <summary>The gradient of maps along several axes, from that of their result.</summary>
    public static Value Backwards(IEnumerable<(int Axis, AxisMap Map)> maps, Value g) =>
        maps.Reverse().Aggregate(g, (value, map) => new AxisMapOp(map.Axis, map.Map.Transposed()).Of(value));

    protected override Action Bind<T>(Binding binding) =>
        AxisMap.Bind(binding.Input<T>(0), binding.InputSizes(0), [(Axis, Map)], binding.Output<T>(0), binding.Scratch);

    private static string Matrix(OnnxForm form, AxisMap map)
    {
        var (dense, shape) = (map.Dense(), Shape.Create(map.Outputs, map.Inputs));
        return form.Numbers(dense, shape, form.Node.Inputs[0].ElementType);
    }
}
