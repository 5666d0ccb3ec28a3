namespace OnnxTrain;

/// <summary>The logarithm of softmax along an axis.</summary>
/// <param name="axis">The axis of the classes; −1 is the last.</param>
public sealed class LogSoftmax(int axis = -1) : Module
{
    /// <summary>As many elements as x, of the same shape.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.LogSoftmax(axis);
    }
}
