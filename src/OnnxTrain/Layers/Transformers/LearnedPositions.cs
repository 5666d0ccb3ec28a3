namespace OnnxTrain;

/// <summary>A learned vector for each position from 0 on; it is added to x [batch, positions, features].</summary>
public sealed class LearnedPositions : Module
{
    /// <summary>Creates a layer for sequences of up to <paramref name="count"/> positions.</summary>
    /// <param name="count">The greatest length of a sequence, the context of the network.</param>
    /// <param name="features">The features of x.</param>
    /// <param name="initializer">The initializer of the vectors; by default normal with standard deviation 0.02.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public LearnedPositions(int count, int features, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Weight = Parameter("weight", [count, features], initializer ?? Initializer.Normal(0, 0.02));
    }

    /// <summary>[count, features].</summary>
    public Variable Weight { get; }

    /// <summary>x with the vectors of its positions added.</summary>
    /// <exception cref="ShapeException">x is longer than the greatest length, or has other features. For a named length this is checked
    /// when it is known.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 3 || x.Shape[2] != Weight.Shape[1])
            throw new ShapeException(
                $"LearnedPositions: the input is {x.Type}; it must be [batch, positions, {Weight.Shape[1]}].");
        return x + Of(x.Shape[1], 0);
    }

    /// <summary>The vectors of positions, [length, features].</summary>
    /// <param name="length">The number of positions, which may be named.</param>
    /// <param name="past">The first position, such as the number of past tokens.</param>
    /// <exception cref="ShapeException">There are fewer vectors. For named lengths this is checked when they are known.</exception>
    public Value Of(Dimension length, Dimension past)
    {
        if (length.IsFixed && past.IsFixed && length.Size + past.Size > Weight.Shape[0].Size)
            throw new ShapeException(
                $"LearnedPositions: a sequence of {length + past} positions is longer than the context of {Weight.Shape[0]}; shorten it, "
                    + "or create the network with a longer context.");
        return Weight.ToValue().Narrow(0, past, length);
    }
}
