namespace OnnxTrain;

/// <summary>Squared error: (output − target)² of each element, its mean unless <see cref="Reduction"/> says otherwise.</summary>
public sealed class MseLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        var difference = output - target;
        return difference * difference;
    }
}
