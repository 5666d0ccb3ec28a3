namespace OnnxTrain;

/// <summary>The minimum or maximum of several expressions, none of which is known to be the extremum.</summary>
internal sealed class ExtremumAtom : DimensionAtom
{
    private ExtremumAtom(bool isMaximum, DimensionExpression[] operands)
    {
        (IsMaximum, Operands) = (isMaximum, operands);
        Key = $"{Word}({string.Join(",", operands.Select(o => o.Key))})";
    }

    public bool IsMaximum { get; }

    public IReadOnlyList<DimensionExpression> Operands { get; }

    public override string Key { get; }

    public override string Text => $"{Word}({string.Join(", ", Operands.Select(o => o.Text))})";

    public override IEnumerable<string> Symbols => Operands.SelectMany(o => o.Symbols);

    public override bool IsNonNegative => IsMaximum ? Operands.Any(o => o.IsNonNegative) : Operands.All(o => o.IsNonNegative);

    private string Word => IsMaximum ? "max" : "min";

    /// <summary>The extremum of expressions: nested extrema are merged, and of two that differ by a number only one remains.</summary>
    public static DimensionExpression Of(bool isMaximum, params IEnumerable<DimensionExpression> expressions)
    {
        var left = new List<DimensionExpression>();
        foreach (var operand in expressions.SelectMany(e => Operand(isMaximum, e)))
        {
            var known = left.FindIndex(other => (operand - other).Constant is not null);
            if (known < 0) left.Add(operand);
            else if ((operand - left[known]).Constant > 0 == isMaximum) left[known] = operand;
        }

        return left.Count == 1
            ? left[0]
            : DimensionExpression.Of(new ExtremumAtom(isMaximum, [.. left.OrderBy(e => e.Key, StringComparer.Ordinal)]));
    }

    public override long Evaluate(Func<string, long> length)
    {
        var numbers = Operands.Select(o => o.Evaluate(length));
        return IsMaximum ? numbers.Max() : numbers.Min();
    }

    public override DimensionExpression Substitute(Func<string, DimensionExpression> replacement) =>
        Of(IsMaximum, Operands.Select(o => o.Substitute(replacement)));

    private static IEnumerable<DimensionExpression> Operand(bool isMaximum, DimensionExpression e) =>
        e.Terms is [{ Coefficient: 1, Atoms: [ExtremumAtom inner] }] && inner.IsMaximum == isMaximum ? inner.Operands : [e];
}
