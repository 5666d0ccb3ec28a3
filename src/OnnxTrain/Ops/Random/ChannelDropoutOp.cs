using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = x · m for x [batch, channels, …], where each element of the mask m [batch, channels, 1, …] is 0 with probability <c>Rate</c> and 1 /
/// (1 − Rate) otherwise, with new random numbers in each step: whole channels are dropped (Tompson et al., 2015, "Efficient object
/// localization using convolutional networks"). The mask is the second output.
/// </summary>
internal sealed record ChannelDropoutOp(double Rate) : FloatOp
{
    public override bool IsRandom => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var shape = inputs[0].Shape;
        return shape.Rank >= 2
            ? [inputs[0], new(inputs[0].ElementType, MaskOf(shape))]
            : throw new ShapeException($"ChannelDropout: the input is {inputs[0]}; it must be [batch, channels, …].");
    }

    // dL/dx = g · m
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [gradients[0] is { } g ? g * node.Outputs[1] : null];

    public override Value[] ForInference(IReadOnlyList<Value> inputs) =>
        [inputs[0], Value.Constant(1, inputs[0].ElementType).Expand(MaskOf(inputs[0].Shape))];

    public override Value[] WithDraws(IReadOnlyList<Value> inputs, Draws draws) =>
        DropoutOp.WithMask(inputs[0], draws.Keep(MaskOf(inputs[0].Shape), Rate), 1 / (1 - Rate));

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => outputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form) => throw new NotSupportedException(
        "ChannelDropout draws random numbers and belongs to training; an exported model is the inference graph, where it is removed.");

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y, mask) = (binding.Input<T>(0), binding.Output<T>(0), binding.Output<T>(1));
        var (state, stream) = (binding.State, binding.RandomStream);
        var (keep, threshold) = (T.CreateChecked(1 / (1 - Rate)), DropoutOp.Threshold(Rate));
        var inner = binding.InputSizes(0).After(1);
        return ParallelLoop.OverRows(mask.Length, inner, (from, to) =>
        {
            var random = new RandomStream(state.Seed, state.Step, stream);
            Span<uint> four = stackalloc uint[4];
            for (var run = from; run < to; run++)
            {
                if (run == from || run % four.Length == 0) random.Words((ulong)(run / four.Length), four);
                var factor = mask.Span[run] = four[run % four.Length] < threshold ? T.Zero : keep;
                TensorPrimitives.Multiply(x.Span.Slice(run * inner, inner), factor, y.Span.Slice(run * inner, inner));
            }
        }).Run;
    }

    /// <summary>[batch, channels, 1, …].</summary>
    private static Shape MaskOf(Shape shape) => [.. shape.Select((d, axis) => axis < 2 ? d : 1)];
}

public partial class Value
{
    /// <summary>
    /// Sets whole channels of a row to 0 with probability <paramref name="rate"/> during training, and scales the others by 1 / (1 − rate).
    /// </summary>
    /// <param name="rate">At least 0 and below 1.</param>
    /// <returns>A tensor of the same shape as this value [batch, channels, …].</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    /// <exception cref="ShapeException">There is no axis of channels.</exception>
    public Value ChannelDropout(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);
        return rate == 0 ? this : new ChannelDropoutOp(rate).Of(this);
    }
}
