namespace OnnxTrain;

/// <summary>The length of an axis as it follows from another's: ⌊(length · times + plus) / over⌋, as windows and strides make it.</summary>
/// <param name="Of">The other axis, which is named.</param>
/// <param name="Times">The factor.</param>
/// <param name="Plus">What is added.</param>
/// <param name="Over">The divisor.</param>
internal sealed record AxisFormula(Dimension Of, long Times, long Plus, long Over)
{
    public override string ToString()
    {
        var product = Times == 1 ? $"{Of}" : Invariant($"{Times} * {(Of.Formula is null ? Of : $"({Of})")}");
        var sum = Plus == 0 ? product : Invariant($"{product} {(Plus < 0 ? '-' : '+')} {Math.Abs(Plus)}");
        return Over == 1 ? sum : Plus == 0 ? Invariant($"floor({sum} / {Over})") : Invariant($"floor(({sum}) / {Over})");
    }
}
