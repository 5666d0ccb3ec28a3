using System.Numerics;
using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = x · m, where each element of the mask m is 0 with probability <c>Rate</c> and 1 / (1 − Rate) otherwise, drawn anew each
/// step (Srivastava et al., 2014, in the inverted form that needs no scaling at inference). The mask is the second output.
/// </summary>
internal sealed record DropoutOp(double Rate) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0], inputs[0]];
    }

    // dL/dx = g · m
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [gradients[0] is { } g ? g * node.Outputs[1] : null];

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => outputs[0].Shape.ElementCount;

    public override Value[] ForInference(IReadOnlyList<Value> inputs) =>
        [inputs[0], Value.Constant(1, inputs[0].ElementType).Expand(inputs[0].Shape)];

    public override void ToOnnx(OnnxForm form) => throw new NotSupportedException(
        "Dropout draws random numbers and belongs to training; an exported model is the inference graph, where it is gone.");

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y, mask) = (binding.Input<T>(0), binding.Output<T>(0), binding.Output<T>(1));
        var (state, stream) = (binding.State, binding.RandomStream);
        var keep = T.CreateChecked(1 / (1 - Rate));
        var threshold = (uint)Math.Min(Rate * 4294967296.0, uint.MaxValue);
        return new TileLoop(x.Length, (start, length) =>
        {
            var random = new RandomStream(state.Seed, state.Step, stream);
            var factors = mask.Span.Slice(start, length);
            for (var i = 0; i < length; i += 4)
            {
                var (a, b, c, d) = random.Words((ulong)(start + i) / 4);
                factors[i] = a < threshold ? T.Zero : keep;
                if (i + 1 < length) factors[i + 1] = b < threshold ? T.Zero : keep;
                if (i + 2 < length) factors[i + 2] = c < threshold ? T.Zero : keep;
                if (i + 3 < length) factors[i + 3] = d < threshold ? T.Zero : keep;
            }

            TensorPrimitives.Multiply(x.Span.Slice(start, length), factors, y.Span.Slice(start, length));
        }).Run;
    }
}

public partial class Value
{
    /// <summary>Sets each element to 0 with probability <paramref name="rate"/> while training, and scales the others by 1 / (1 − rate).</summary>
    /// <param name="rate">At least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    public Value Dropout(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);
        return rate == 0 ? this : new DropoutOp(rate).Of(this);
    }
}
