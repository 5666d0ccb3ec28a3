namespace OnnxTrain;

/// <summary>a · σ(b), where a and b are the halves of x along an axis (Dauphin et al., 2016, "Language modeling with gated convolutional
/// networks").</summary>
/// <param name="axis">The axis, of even length.</param>
public sealed class Glu(int axis = -1) : Module
{
    /// <summary>A tensor like x with half the length of the axis.</summary>
    /// <exception cref="ShapeException">The length of the axis is odd.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var at = x.Shape.Axis(axis, nameof(Glu));
        if (x.Shape[at].DivideExactly(2) is not { } half)
            throw new ShapeException($"Glu: the axis {axis} of {x.Type} cannot be halved.");
        return x.Narrow(at, 0, half) * x.Narrow(at, half, half).Sigmoid();
    }
}
