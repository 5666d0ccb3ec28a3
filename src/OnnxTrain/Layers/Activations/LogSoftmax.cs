namespace OnnxTrain;

/// <summary>The logarithm of softmax along an axis.</summary>
/// <param name="axis">The axis of the classes; −1 is the last.</param>
public sealed class LogSoftmax(int axis = -1) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.LogSoftmax(axis);
    }
}
