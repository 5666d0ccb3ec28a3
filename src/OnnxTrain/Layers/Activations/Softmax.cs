namespace OnnxTrain;

/// <summary>eˣ / Σ eˣ along an axis: probabilities that add up to 1.</summary>
/// <param name="axis">The axis of the classes; −1 is the last.</param>
public sealed class Softmax(int axis = -1) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Softmax(axis);
    }
}
