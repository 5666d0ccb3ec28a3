namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The p-norm (Σ |x|ᵖ)^(1/p) over <paramref name="axes"/>: 2 for the Euclidean length, 1 for the sum of absolute values, ∞ for the
    /// largest, −∞ for the smallest, 0 for the number of elements that are not 0. Where an element, or the norm, is 0 and not
    /// differentiable, the gradient is 0, as in PyTorch.
    /// </summary>
    /// <param name="p">Any number except NaN.</param>
    /// <param name="keepAxes">Whether the axes are kept with length 1.</param>
    /// <param name="axes">The axes; by default all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is NaN.</exception>
    public Value Norm(double p = 2, bool keepAxes = false, params int[] axes)
    {
        ElementTypes.RequireFloats(nameof(Norm), [Type]);
        return p switch
        {
            double.NaN => throw new ArgumentOutOfRangeException(nameof(p), p, "Norm: p is not a number."),
            2 => Square().Sum(keepAxes, axes).RootOfSquares(),
            1 => Abs().Sum(keepAxes, axes),
            0 => NotEqualTo(0).Cast(ElementType).Sum(keepAxes, axes),
            double.PositiveInfinity => Abs().Max(keepAxes, axes),
            double.NegativeInfinity => Abs().Min(keepAxes, axes),
            _ => PowerOfMagnitude(PowerOfMagnitude(Abs(), p).Sum(keepAxes, axes), 1 / p),
        };
    }

    /// <summary>xᵖ of absolute values, with a gradient of 0 where x is 0; x⁰ is 1 everywhere.</summary>
    internal static Value PowerOfMagnitude(Value x, double p)
    {
        if (p == 0) return x.OnesLike();
        var isZero = x.EqualTo(0);
        return Where(isZero, x.Number(p > 0 ? 0 : double.PositiveInfinity), Where(isZero, x.Number(1), x).Pow(p));
    }
}
