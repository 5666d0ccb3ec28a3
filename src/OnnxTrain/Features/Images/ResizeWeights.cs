namespace OnnxTrain;

/// <summary>
/// The weights of the pixels along an axis for each pixel of the resized axis, by the rule of <see cref="PixelImage.Resize"/>: a triangle
/// around the pixel's centre, of half width 1 where the image grows and of half width 1 / scale where it shrinks. The lengths of the image
/// are known only when it arrives, so the graph computes the weights: max(0, reach − |place − centre|), each divided by the sum of its row.
/// Positions and reach are scaled to integers, which float64 holds exactly, and weights are rounded to multiples of 2⁻¹⁶, so that sums of
/// pixels have the same bits in any order of summation.
/// </summary>
internal static class ResizeWeights
{
    /// <summary>The representation of the weight 1.</summary>
    public const double One = 1 << 16;

    /// <summary>The weights of the image's pixels j for the result's pixels i, integers that add up to about <see cref="One"/>.</summary>
    /// <param name="fit">How a different aspect ratio is handled.</param>
    /// <param name="from">n, the length of the axis.</param>
    /// <param name="to">N, its length in the result.</param>
    /// <param name="otherFrom">m, the length of the other axis.</param>
    /// <param name="otherTo">M, the length of the other axis in the result.</param>
    /// <returns>float64 [to, from].</returns>
    public static Value Of(ImageFit fit, Dimension from, int to, Dimension otherFrom, int otherTo)
    {
        var (n, m) = (Length(from), Length(otherFrom));
        return fit switch
        {
            ImageFit.Stretch => Triangles(from, to, unit: Number(to), span: n),
            ImageFit.Crop => Cropped(from, to, n, m, otherTo),
            _ => Padded(from, to, n, m, otherTo),
        };
    }

    /// <summary>The part of the image that has the result's proportions, in its middle: S / M of n pixels with S = min(n M, m N).</summary>
    private static Value Cropped(Dimension from, int to, Value n, Value m, int otherTo)
    {
        var whole = n * otherTo;
        var span = Value.Min(whole, m * to);
        return Triangles(from, to, unit: Number((double)to * otherTo), span, start: (whole - span) * to);
    }

    /// <summary>
    /// The whole image in the middle of the result, at inner = min(N, n M / m) of its pixels, rounded, and the other pixels 0.
    /// </summary>
    private static Value Padded(Dimension from, int to, Value n, Value m, int otherTo)
    {
        var inner = Round(Value.Min(Number(to), n * otherTo / m)).Clip(1, to);
        var left = ((to - inner) * 0.5).Cast(ElementType.Int64).Cast(ElementType.Float64);
        var isInside = (Odd(to) - (left * 2) - inner).Abs() < inner;
        return Triangles(from, to, unit: inner, span: n, start: left * n * -2) * isInside.Cast(ElementType.Float64);
    }

    /// <summary>
    /// Pixel i has its centre at (start + (2 i + 1) span) / (2 unit), in pixels of the image, and one step to the next is span / unit;
    /// pixel j has its own at j + ½. Everything is multiplied by 2 unit.
    /// </summary>
    private static Value Triangles(Dimension from, int to, Value unit, Value span, Value? start = null)
    {
        var place = ((RangeOp.Of(from, ElementType.Float64) * 2) + 1) * unit;
        var centre = (Odd(to) * span) + (start is null ? ZeroUnlessEmpty(from) : start + ZeroUnlessEmpty(from));
        var reach = Value.Max(unit, span) * 2;
        var triangles = Value.Max(reach - (place - centre).Abs(), Number(0));

        // A row has only zero weights if it lies outside the image.
        return Round(triangles * One / Value.Max(triangles.Sum(keepAxes: true, 1), Number(1)));
    }

    /// <summary>
    /// 0, as the first element of a vector of one; without pixels it is the second element, so that a runtime fails instead of returning a
    /// black image.
    /// </summary>
    private static Value ZeroUnlessEmpty(Dimension axis) =>
        Value.Constant<double>([0], [1]).Gather((1 - Length(axis)).Clip(0, 1).Cast(ElementType.Int64));

    /// <summary>2 i + 1, [to, 1].</summary>
    private static Value Odd(int to) => Value.Constant<double>([.. Enumerable.Range(0, to).Select(i => (2.0 * i) + 1)], [to, 1]);

    private static Value Length(Dimension axis) => CountOp.Of([axis], ElementType.Float64);

    private static Value Number(double number) => Value.Constant(number, ElementType.Float64);

    /// <summary>Rounds to the nearest integer, ties to even: above 2⁵² float64 holds only integers.</summary>
    private static Value Round(Value x)
    {
        const double wholeFrom = 1L << 52;
        return x + wholeFrom - wholeFrom;
    }
}
