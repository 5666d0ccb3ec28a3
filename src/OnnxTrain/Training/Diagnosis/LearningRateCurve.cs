namespace OnnxTrain;

/// <summary>The result of a <see cref="LearningRateRangeTest"/>.</summary>
public sealed class LearningRateCurve
{
    /// <summary>A decrease below this fraction of the first loss counts as noise.</summary>
    private const double LeastFall = 0.01;

    /// <summary>
    /// On a plateau, rounding alone would decide where the loss is lowest; losses within this fraction of the decrease count as the lowest
    /// too.
    /// </summary>
    private const double Plateau = 0.01;

    internal LearningRateCurve(IReadOnlyList<LearningRatePoint> points, bool exploded)
    {
        (Points, Exploded) = (points, exploded);
        if (points.Count == 0) return;
        var (first, lowest) = (points[0].SmoothedLoss, points.Min(p => p.SmoothedLoss));
        if (lowest >= first - (LeastFall * Math.Abs(first))) return;
        var minimum = points.TakeWhile(p => p.SmoothedLoss > lowest + (Plateau * (first - lowest))).Count();
        (Minimum, Suggestion) = (points[minimum].Rate, points[minimum].Rate / 10);
        Steepest = points[SteepestBefore(minimum)].Rate;
    }

    /// <summary>The steps in order of their rates, up to the first loss that was not finite or had exploded.</summary>
    public IReadOnlyList<LearningRatePoint> Points { get; }

    /// <summary>Whether the test ended because the loss exploded, before the highest rate.</summary>
    public bool Exploded { get; }

    /// <summary>
    /// The first rate at which the smoothed loss is the lowest, or above the lowest by at most 1 % of its decrease; null if it never
    /// decreases by 1 %.
    /// </summary>
    public double? Minimum { get; }

    /// <summary>
    /// The rate below <see cref="Minimum"/> at which the smoothed loss falls fastest over the logarithm of the rate, without the first
    /// tenth of the steps; null if it never decreases by 1 %.
    /// </summary>
    public double? Steepest { get; }

    /// <summary>
    /// A learning rate to train with: a tenth of <see cref="Minimum"/>, since near the minimum the loss is about to rise. Null if the loss
    /// never decreases by 1 %: test higher rates, or more steps.
    /// </summary>
    public double? Suggestion { get; }

    private int SteepestBefore(int minimum)
    {
        // The first running means cover only a few batches, and are noisy.
        var start = Math.Min(Points.Count / 10, minimum - 1);
        var (best, slope) = (start, double.PositiveInfinity);
        for (var i = start; i < minimum; i++)
        {
            // Rates are evenly spaced on the logarithmic axis: a difference over two steps is a slope.
            var (left, right) = (Math.Max(0, i - 1), i + 1);
            var here = (Points[right].SmoothedLoss - Points[left].SmoothedLoss) / (right - left);
            if (here < slope) (best, slope) = (i, here);
        }

        return best;
    }
}
