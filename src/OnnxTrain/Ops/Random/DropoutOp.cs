using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = x · m, where each element of the mask m is 0 with probability <c>Rate</c> and 1 / (1 − Rate) otherwise, with new random numbers in
/// each step (Srivastava et al., 2014, in the inverted form that needs no scaling at inference). The mask is the second output. Without
/// <c>IsScaled</c> kept elements are not scaled: masking noise.
/// </summary>
internal sealed record DropoutOp(double Rate, bool IsScaled = true) : FloatTileOp
{
    public override bool IsRandom => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0], inputs[0]];
    }

    // dL/dx = g · m
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [gradients[0] is { } g ? g * node.Outputs[1] : null];

    public override Value[] ForInference(IReadOnlyList<Value> inputs) =>
        [inputs[0], Value.Constant(1, inputs[0].ElementType).Expand(inputs[0].Shape)];

    public override Value[] WithDraws(IReadOnlyList<Value> inputs, Draws draws) =>
        WithMask(inputs[0], draws.Keep(inputs[0].Shape, Rate), IsScaled ? 1 / (1 - Rate) : 1);

    public override void ToOnnx(OnnxForm form) => throw new NotSupportedException(
        "Dropout draws random numbers and belongs to training; an exported model is the inference graph, where it is removed.");

    /// <summary>Random words below it drop their elements.</summary>
    public static uint Threshold(double rate) => (uint)Math.Min(rate * 4294967296.0, uint.MaxValue);

    /// <summary>x · m and m, where the mask m is <paramref name="factor"/> for kept elements and 0 otherwise.</summary>
    public static Value[] WithMask(Value x, Value keep, double factor)
    {
        var mask = Value.Where(keep, Value.Constant(factor, x.ElementType), Value.Constant(0, x.ElementType));
        return [x * mask, mask];
    }

    protected override unsafe TileLoop BindTiles<T>(Binding binding)
    {
        var (x, y, mask) = (binding.InputTiles<T>(0), binding.OutputTiles<T>(0), binding.OutputTiles<T>(1));
        var (state, stream) = (binding.State, binding.RandomStream);
        var keep = IsScaled ? T.CreateChecked(1 / (1 - Rate)) : T.One;
        var threshold = Threshold(Rate);
        return new(x.Length, (start, length, own) =>
        {
            var random = new RandomStream(state.Seed, state.Step, stream);
            var factors = mask.At(start, length, own);
            Span<uint> words = stackalloc uint[Tiles.Size];
            words = words[..length];
            random.Words((ulong)start / 4, words);
            Masks.DropBelow(words, threshold, keep, factors);

            TensorPrimitives.Multiply(x.At(start, length, own), factors, y.At(start, length, own));
        });
    }
}

public partial class Value
{
    /// <summary>
    /// Sets each element to 0 with probability <paramref name="rate"/> during training, and scales the others by 1 / (1 − rate).
    /// </summary>
    /// <param name="rate">At least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    public Value Dropout(double rate) => Dropped(rate, isScaled: true);

    /// <summary>
    /// Sets each element to 0 with probability <paramref name="rate"/> during training and keeps the others: the masking noise of denoising
    /// autoencoders (Vincent et al., 2008).
    /// </summary>
    /// <param name="rate">At least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    public Value MaskingNoise(double rate) => Dropped(rate, isScaled: false);

    private Value Dropped(double rate, bool isScaled)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);
        return rate == 0 ? this : new DropoutOp(rate, isScaled).Of(this);
    }
}
