using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = 1 with probability p and 0 otherwise, with new random numbers in each step. Probabilities are exact in steps of 2⁻²⁴. In the
/// inference graph it is replaced by the probability, its mean.
/// </summary>
internal sealed record BernoulliOp : FloatTileOp
{
    public override bool IsRandom => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0]];
    }

    // a draw is 0 or 1 and has no slope by p
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Value[] ForInference(IReadOnlyList<Value> inputs) => [inputs[0]];

    public override Value[] WithDraws(IReadOnlyList<Value> inputs, Draws draws) =>
        [(draws.Uniform(inputs[0].Shape, inputs[0].ElementType) < inputs[0]).Cast(inputs[0].ElementType)];

    public override void ToOnnx(OnnxForm form) =>
        throw new NotSupportedException(
            "Bernoulli draws random numbers and belongs to training; an exported model is the inference graph, where the "
                + "probability replaces it.");

    protected override unsafe TileLoop BindTiles<T>(Binding binding)
    {
        var (p, y) = (binding.InputTiles<T>(0), binding.OutputTiles<T>(0));
        var (state, stream) = (binding.State, binding.RandomStream);
        return new(p.Length, (start, length, own) =>
        {
            var random = new RandomStream(state.Seed, state.Step, stream);
            Span<uint> words = stackalloc uint[Tiles.Size];
            words = words[..length];
            random.Words((ulong)start / 4, words);
            Masks.OneBelow(words, p.At(start, length, own), y.At(start, length, own));
        });
    }
}

public partial class Value
{
    /// <summary>
    /// Ones and zeros, 1 with the probability of each element, with new random numbers in each training step; the gradient is 0. In the
    /// inference graph they are replaced by the probabilities.
    /// </summary>
    public Value Bernoulli() => new BernoulliOp().Of(this);
}
