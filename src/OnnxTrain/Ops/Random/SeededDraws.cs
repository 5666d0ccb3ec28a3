namespace OnnxTrain;

/// <summary>Draws by the seed and the number of the step, the same as the kernels.</summary>
/// <param name="seed">int64, a scalar; not negative.</param>
/// <param name="step">int64, a scalar, counted from 1.</param>
internal sealed class SeededDraws(Value seed, Value step) : Draws
{
    /// <summary>The lowest operator set: that of BitwiseXor.</summary>
    public const int MinimumOpset = 18;

    private uint _stream;

    public override Value Keep(Shape shape, double rate) =>
        new RandomWordsOp(shape, _stream++).Of(seed, step) >= DropoutOp.Threshold(rate);

    public override Value Uniform(Shape shape, ElementType type) =>
        new RandomWordsOp(shape, _stream++, Bits: 24).Of(seed, step).Cast(type) * (1.0 / (1 << 24));

    public override Value Normal(Shape shape, ElementType type) => new RandomNormalOp(shape, _stream++, type).Of(seed, step);
}
