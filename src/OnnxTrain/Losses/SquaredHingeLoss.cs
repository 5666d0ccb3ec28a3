namespace OnnxTrain;

/// <summary>max(0, 1 − y ŷ)² of a score ŷ and a target y of −1 or 1: a hinge loss with a continuous gradient.</summary>
public sealed class SquaredHingeLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        var margin = (1 - (output * target)).Relu();
        return margin * margin;
    }
}
