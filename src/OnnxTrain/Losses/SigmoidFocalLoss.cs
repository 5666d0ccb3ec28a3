namespace OnnxTrain;

/// <summary>
/// Focal loss of a logit x and a target y of 0 or 1: α_y (1 − p_y)^γ · −ln p_y, with p_y the probability of the true class, σ(x) or 1 −
/// σ(x) (Lin et al., 2017, "Focal loss for dense object detection"), as in torchvision's <c>sigmoid_focal_loss</c>. Reduced by
/// <see cref="ElementwiseLoss.Reduction"/>, by default to the mean over all elements.
/// </summary>
public sealed class SigmoidFocalLoss : ElementwiseLoss
{
    /// <summary>α, the weight of targets of 1; targets of 0 have the weight 1 − α. Null for a weight of 1 for both.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not within 0 … 1.</exception>
    public double? Alpha
    {
        get;
        init =>
            field = value is null or (>= 0 and <= 1)
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "SigmoidFocalLoss: alpha must lie between 0 and 1.");
    } = 0.25;

    /// <summary>γ, at least 0; 0 is cross-entropy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Gamma
    {
        get;
        init =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(value), value, "SigmoidFocalLoss: gamma must be finite and at least 0.");
    } = 2;

    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var (p, missing) = (output.Sigmoid(), (-output).Sigmoid());
        var missed = (target * missing) + ((1 - target) * p);
        var losses = FocalLoss.Modulate(missed, Gamma) * (output.Softplus() - (output * target));
        return Alpha is { } alpha ? losses * ((target * ((2 * alpha) - 1)) + (1 - alpha)) : losses;
    }
}
