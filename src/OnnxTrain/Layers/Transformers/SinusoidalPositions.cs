namespace OnnxTrain;

/// <summary>
/// Adds sines and cosines of the position p to x [batch, positions, features]: sin(p / 10000^(2i / features)) to feature 2i, and the cosine
/// to feature 2i + 1 (Vaswani et al., 2017, "Attention is all you need"). It has no variables and no greatest length.
/// </summary>
/// <param name="dropout">The rate of dropout of the sum.</param>
public sealed class SinusoidalPositions(double dropout = 0) : Module
{
    /// <summary>A tensor of the same shape as x.</summary>
    /// <exception cref="ShapeException">x is not [batch, positions, features] with a known, even number of features.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 3 || !x.Shape[2].IsFixed || x.Shape[2].Size % 2 != 0)
            throw new ShapeException(
                $"SinusoidalPositions: the input is {x.Type}; it must be [batch, positions, features], the features an even number.");
        var (length, features) = (x.Shape[1], (int)x.Shape[2].Size);
        var (cos, sin) = new RotaryPositions(features).Angles(length, 0, x.ElementType);
        var table = Value.Concat(2, sin.Unsqueeze(2), cos.Unsqueeze(2)).Reshape([length, features]);
        return (x + table).Dropout(dropout);
    }
}
