namespace OnnxTrain;

/// <summary>What training makes small: a number computed from what the network yields and what it should have yielded.</summary>
public abstract class Loss
{
    /// <summary>The type of target that goes with an output of type <paramref name="output"/>.</summary>
    /// <exception cref="ShapeException">The loss does not take such outputs.</exception>
    public abstract TensorType TargetType(TensorType output);

    /// <summary>The loss as a scalar, such as the mean over the batch.</summary>
    /// <param name="output">What the network yields.</param>
    /// <param name="target">What it should yield, of the type that <see cref="TargetType"/> says.</param>
    public abstract Value Of(Value output, Value target);
}
