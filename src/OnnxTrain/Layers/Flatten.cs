namespace OnnxTrain;

/// <summary>Flattens all axes from a given one on: [batch, 28, 28] becomes [batch, 784].</summary>
/// <param name="axis">The first axis to flatten.</param>
public sealed class Flatten(int axis = 1) : Module
{
    /// <summary>The same elements, with the axes from the given one on flattened into one.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Flatten(axis);
    }
}
