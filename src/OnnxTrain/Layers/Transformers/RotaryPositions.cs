namespace OnnxTrain;

/// <summary>
/// Rotary position embedding (Su et al., 2021, "RoFormer"): turns pairs of elements of queries or keys [batch, heads, positions, width] by
/// the angles position · base^(−2i / width). It has no variables and no greatest length.
/// </summary>
/// <param name="width">The elements of a head that are turned, an even number.</param>
/// <param name="frequencyBase">The base of the frequencies.</param>
/// <param name="interleaved">Whether a pair is two neighbours, instead of elements half a width apart.</param>
/// <exception cref="ArgumentOutOfRangeException">The width is odd or below 2.</exception>
public sealed class RotaryPositions(int width, double frequencyBase = 10000, bool interleaved = false) : Module
{
    private readonly int _width = width >= 2 && width % 2 == 0
        ? width
        : throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be even and at least 2.");

    /// <summary>x with its positions counted from 0.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 4) throw new ShapeException($"RotaryPositions: the input is {x.Type}; it must be [batch, heads, positions, width].");
        var (cos, sin) = Angles(x.Shape[2], 0, x.ElementType);
        return x.RotaryEmbedding(cos, sin, interleaved);
    }

    /// <summary>The cosines and sines of positions, [length, width / 2].</summary>
    /// <param name="length">The number of positions, which may be named.</param>
    /// <param name="past">The first position, such as the number of past keys.</param>
    /// <param name="type">Float32 or Float64.</param>
    public (Value Cos, Value Sin) Angles(Dimension length, Dimension past, ElementType type)
    {
        double[] frequencies = [.. Enumerable.Range(0, _width / 2).Select(i => Math.Pow(frequencyBase, -2.0 * i / _width))];
        var positions = Value.Arange(past + length, type);
        if (past != 0) positions = positions.Narrow(0, past, length);
        var angles = positions.Unsqueeze(1) * Value.Constant(frequencies, [1, frequencies.Length], type);
        return (angles.Cos(), angles.Sin());
    }
}
