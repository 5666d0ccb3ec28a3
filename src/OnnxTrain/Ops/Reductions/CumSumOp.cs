using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = the running sum of x along an axis: of the elements up to each, or, if exclusive, before it; in reverse, from the end.
/// </summary>
internal sealed record CumSumOp(int Axis, bool Exclusive, bool Reverse) : NumberOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        ElementTypes.RequireNumbers(Name, inputs);
        return [inputs[0]];
    }

    // dL/dx = the running sum of g from the other end
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [(this with { Reverse = !Reverse }).Of(gradients[0]!)];

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form) => form.EmitWith(
        "CumSum",
        [form.Input(), form.Constant(TensorData.Of<long>([Axis], Shape.Scalar))],
        OnnxAttribute.Int("exclusive", Exclusive ? 1 : 0),
        OnnxAttribute.Int("reverse", Reverse ? 1 : 0));

    protected override Action Bind<T>(Binding binding) =>
        RunningReduction.Bind<T, SumReducer<T>>(binding.Input<T>(0), binding.InputSizes(0), Axis, Exclusive, Reverse, binding.Output<T>(0));
}

public partial class Value
{
    /// <summary>The running sum along <paramref name="axis"/>: 1, 2, 3 becomes 1, 3, 6.</summary>
    /// <param name="axis">The axis; it may be named.</param>
    /// <param name="exclusive">Whether each element itself is excluded: 0, 1, 3.</param>
    /// <param name="reverse">Whether sums run from the end: 6, 5, 3.</param>
    public Value CumSum(int axis = -1, bool exclusive = false, bool reverse = false) =>
        new CumSumOp(Shape.Axis(axis, nameof(CumSum)), exclusive, reverse).Of(this);
}
