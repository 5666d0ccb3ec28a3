using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = x + σ · n, with standard normal n, new in each step (Sietsma and Dow, 1991; Bishop, 1995, "Training with noise is equivalent to
/// Tikhonov regularization"). Two random words give two numbers by the Box-Muller transform (1958): √(−2 ln u) times the cosine and the
/// sine of 2πv.
/// </summary>
internal sealed record GaussianNoiseOp(double StandardDeviation) : FloatTileOp
{
    // 24 bits are exact in float32, so that both element types draw the same numbers; none exceeds √(48 ln 2) = 5.77.
    private const int DroppedBits = 8;
    private const double Unit = 1.0 / (1 << 24);

    public override bool IsRandom => true;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0]];
    }

    // dL/dx = g
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [gradients[0]];

    public override Value[] ForInference(IReadOnlyList<Value> inputs) => [inputs[0]];

    public override Value[] WithDraws(IReadOnlyList<Value> inputs, Draws draws) =>
        [inputs[0] + (StandardDeviation * draws.Normal(inputs[0].Shape, inputs[0].ElementType))];

    public override void ToOnnx(OnnxForm form) => throw new NotSupportedException(
        "GaussianNoise draws random numbers and belongs to training; an exported model is the inference graph, where it is removed.");

    protected override unsafe TileLoop BindTiles<T>(Binding binding)
    {
        var (x, y) = (binding.InputTiles<T>(0), binding.OutputTiles<T>(0));
        var (state, stream) = (binding.State, binding.RandomStream);
        var deviation = T.CreateChecked(StandardDeviation);
        return new(x.Length, (start, length, own) =>
        {
            var random = new RandomStream(state.Seed, state.Step, stream);
            AddNormals(random, (ulong)start / 4, deviation, x.At(start, length, own), y.At(start, length, own));
        });
    }

    /// <summary>Words 2i and 2i + 1 give the numbers of elements 2i and 2i + 1.</summary>
    [SkipLocalsInit] // scratch on the stack is written before it is read
    internal static void AddNormals<T>(RandomStream random, ulong block, T deviation, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int most = Tiles.Size / 2;
        var count = (x.Length + 1) / 2;
        var words = (stackalloc uint[2 * most])[..(2 * count)];
        var radii = (stackalloc T[most])[..count];
        var angles = (stackalloc T[most])[..count];
        var waves = (stackalloc T[most])[..count];
        random.Words(block, words);
        for (var i = 0; i < count; i++)
        {
            radii[i] = T.CreateTruncating((words[2 * i] >> DroppedBits) + 1);
            angles[i] = T.CreateTruncating(words[(2 * i) + 1] >> DroppedBits);
        }

        TensorPrimitives.Multiply(radii, T.CreateTruncating(Unit), radii);
        Elementary.Log(radii, radii);
        TensorPrimitives.Multiply(radii, T.CreateTruncating(-2), radii);
        TensorPrimitives.Sqrt(radii, radii);
        TensorPrimitives.Multiply(radii, deviation, radii);
        TensorPrimitives.Multiply(angles, T.CreateTruncating(2 * Math.PI * Unit), angles);

        Elementary.Cos(angles, waves);
        for (var i = 0; i < count; i++) y[2 * i] = x[2 * i] + (radii[i] * waves[i]);
        Elementary.Sin(angles, waves);
        for (var i = 0; i < x.Length / 2; i++) y[(2 * i) + 1] = x[(2 * i) + 1] + (radii[i] * waves[i]);
    }
}

public partial class Value
{
    /// <summary>
    /// Adds normal noise of mean 0 to each element during training, and nothing in inference mode (Sietsma and Dow, 1991, "Creating
    /// artificial neural networks that generalize").
    /// </summary>
    /// <param name="standardDeviation">σ of the noise, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="standardDeviation"/> is negative or not finite.</exception>
    public Value GaussianNoise(double standardDeviation)
    {
        if (!(standardDeviation >= 0) || !double.IsFinite(standardDeviation))
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation), standardDeviation,
                "GaussianNoise: the standard deviation must be 0 or more.");
        return standardDeviation == 0 ? this : new GaussianNoiseOp(standardDeviation).Of(this);
    }
}
