using System.Numerics;
using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = x − ln Σ eˣ along an axis, computed from x − max x so that nothing overflows.</summary>
internal sealed record LogSoftmaxOp(int Axis) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0]];
    }

    // dL/dx = g − eʸ · Σ g
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (y, g) = (node.Outputs[0], gradients[0]!);
        return [g - (y.Exp() * g.Sum(keepAxes: true, Axis))];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => inputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form) => form.Emit("LogSoftmax", OnnxAttribute.Int("axis", Axis));

    protected override Action Bind<T>(Binding binding) =>
        Lanes.Bind(binding.Input<T>(0), binding.InputSizes(0), Axis, binding.Output<T>(0), Lane, ShortLanes.LogSoftmax);

    internal static void Lane<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var max = TensorPrimitives.Max(x);
        var sum = T.Zero;
        Span<T> space = stackalloc T[Tiles.Size];
        for (var start = 0; start < x.Length; start += Tiles.Size)
        {
            var part = x.Slice(start, Math.Min(Tiles.Size, x.Length - start));
            var powers = space[..part.Length];
            TensorPrimitives.Subtract(part, max, powers);
            Elementary.Exp(powers, powers);
            sum += Sums.Of<T>(powers);
        }

        TensorPrimitives.Subtract(x, max, y);
        TensorPrimitives.Subtract(y, Elementary.Log(sum), y);
    }
}

public partial class Value
{
    /// <summary>The logarithm of <see cref="Softmax"/> along <paramref name="axis"/>, accurate even for tiny probabilities.</summary>
    public Value LogSoftmax(int axis = -1) => new LogSoftmaxOp(Shape.Axis(axis, nameof(LogSoftmax))).Of(this);
}
