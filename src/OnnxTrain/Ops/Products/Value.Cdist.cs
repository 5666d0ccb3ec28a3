namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The distance of each row to each row of <paramref name="other"/>: (Σ |xᵢ − yⱼ|ᵖ)^(1/p). It is computed from the differences, so it
    /// is accurate for close rows. The gradient at a distance of 0 is 0.
    /// </summary>
    /// <param name="other">[…, n, d] for this value [… , m, d].</param>
    /// <param name="p">The order of the norm: 1 for the sum of absolute differences, 2 for the Euclidean distance, infinity for the largest
    /// difference.</param>
    /// <returns>[…, m, n].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not positive.</exception>
    public Value Cdist(Value other, double p = 2)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!(p > 0)) throw new ArgumentOutOfRangeException(nameof(p), p, "Must be positive.");
        if (Rank < 2 || other.Rank < 2 || Shape[Rank - 1] != other.Shape[other.Rank - 1])
            throw new ShapeException($"Cdist: {Type} and {other.Type} must be […, m, d] and […, n, d].");
        var difference = Unsqueeze(-2) - other.Unsqueeze(-3);
        if (double.IsPositiveInfinity(p)) return difference.Abs().Max(-1);
        if (p == 1) return difference.Abs().Sum(-1);
        var sum = p == 2 ? (difference * difference).Sum(-1) : Positive(difference.Abs(), x => x.Pow(p)).Sum(-1);
        return Positive(sum, x => p == 2 ? x.Sqrt() : x.Pow(1 / p));
    }

    /// <summary>f(x) where x is positive, otherwise 0 with gradient 0: roots have no gradient at 0.</summary>
    private static Value Positive(Value x, Func<Value, Value> f)
    {
        var isPositive = x > x.Number(0);
        return Where(isPositive, f(Where(isPositive, x, x.Number(1))), x.Number(0));
    }
}
