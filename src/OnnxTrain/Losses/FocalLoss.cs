namespace OnnxTrain;

/// <summary>
/// −(1 − p)^γ ln p with p = softmax(logits) at each row's class: cross-entropy that gives easy rows a low weight (Lin et al., 2017, "Focal
/// loss for dense object detection"); their α is <see cref="ClassLoss.Weight"/>. Reduced by <see cref="ClassLoss.Reduction"/>, by default
/// to the mean over rows, divided by the sum of the weights as in <see cref="CrossEntropyLoss"/>. <see cref="SigmoidFocalLoss"/> is for
/// binary targets.
/// </summary>
public sealed class FocalLoss : ClassLoss
{
    /// <summary>γ, at least 0; 0 is cross-entropy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Gamma
    {
        get;
        init =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(nameof(value), value, "FocalLoss: gamma must be finite and at least 0.");
    } = 2;

    private protected override (Value Losses, Value? Weights) Rows(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        RequireClasses(output.Type);
        var (weights, labels) = Count(target, output.ElementType);
        var entropy = output.SoftmaxCrossEntropy(labels);
        var losses = Modulate(-(-entropy).ExpM1(), Gamma) * entropy;
        return (WithoutIgnored(weights is null ? losses : losses * weights, target), weights);
    }

    /// <summary>(1 − p)^γ, given 1 − p.</summary>
    internal static Value Modulate(Value missed, double gamma) => gamma switch
    {
        1 => missed,
        2 => missed.Square(),
        _ => Value.PowerOfMagnitude(missed, gamma),
    };
}
