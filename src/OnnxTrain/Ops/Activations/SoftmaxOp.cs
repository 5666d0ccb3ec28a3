using System.Numerics;
using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = eˣ / Σ eˣ along an axis, computed from x − max x so that nothing overflows.</summary>
internal sealed record SoftmaxOp(int Axis) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0]];
    }

    // dL/dx = y · (g − Σ g · y)
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (y, g) = (node.Outputs[0], gradients[0]!);
        return [y * (g - (g * y).Sum(keepAxes: true, Axis))];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form) => form.Emit("Softmax", OnnxAttribute.Int("axis", Axis));

    protected override Action Bind<T>(Binding binding) =>
        Lanes.Bind(binding.Input<T>(0), binding.InputSizes(0), Axis, binding.Output<T>(0), Lane, ShortLanes.Softmax);

    private static void Lane<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Subtract(x, TensorPrimitives.Max(x), y);
        Elementary.Exp(y, y);
        TensorPrimitives.Divide(y, Sums.Of<T>(y), y);
    }
}

public partial class Value
{
    /// <summary>eˣ / Σ eˣ along <paramref name="axis"/>: probabilities that add up to 1.</summary>
    public Value Softmax(int axis = -1) => new SoftmaxOp(Shape.Axis(axis, nameof(Softmax))).Of(this);
}
