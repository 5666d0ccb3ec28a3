namespace OnnxTrain;

/// <summary>⌊numerator / divisor⌋, in the reduced form of <see cref="DimensionExpression.FloorDivide"/>.</summary>
internal sealed class QuotientAtom(DimensionExpression numerator, DimensionExpression divisor) : DimensionAtom
{
    public DimensionExpression Numerator => numerator;

    public DimensionExpression Divisor => divisor;

    public override string Key { get; } = $"floor({numerator.Key}/{divisor.Key})";

    public override string Text =>
        $"floor({(numerator.Terms.Count == 1 ? numerator.Text : $"({numerator.Text})")} / "
        + $"{(divisor.IsSimple ? divisor.Text : $"({divisor.Text})")})";

    public override IEnumerable<string> Symbols => numerator.Symbols.Concat(divisor.Symbols);

    public override bool IsNonNegative => numerator.IsNonNegative && divisor.IsNonNegative;

    public override long Evaluate(Func<string, long> length) =>
        Floor(numerator.Evaluate(length), divisor.Evaluate(length));

    public override DimensionExpression Substitute(Func<string, DimensionExpression> replacement) =>
        DimensionExpression.FloorDivide(numerator.Substitute(replacement), divisor.Substitute(replacement));

    /// <summary>Division that rounds toward −∞; division in processors and in ONNX rounds toward 0.</summary>
    public static long Floor(long number, long divisor)
    {
        var (quotient, rest) = Math.DivRem(number, divisor);
        return rest != 0 && (rest < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }
}
