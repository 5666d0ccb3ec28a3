namespace OnnxTrain;

/// <summary>A learned vector for each whole number from 0 on, such as the number of a token or a category.</summary>
public sealed class Embedding : Module
{
    private readonly int? _paddingIndex;

    /// <summary>A layer of <paramref name="count"/> vectors.</summary>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="features">The length of a vector.</param>
    /// <param name="paddingIndex">A number that stands for nothing: its vector is zeros, and it learns nothing; null if there is
    /// none.</param>
    /// <param name="initializer">First vectors; normally distributed with variance 1 unless given, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the padding index is none of the numbers.</exception>
    public Embedding(int count, int features, int? paddingIndex = null, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (paddingIndex is { } index && (index < 0 || index >= count))
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"It has to be from 0 to {count - 1}.");
        Weight = Parameter("weight", [count, features], initializer ?? Initializer.Normal());
        _paddingIndex = paddingIndex;
    }

    /// <summary>[count, features].</summary>
    public Variable Weight { get; }

    /// <summary>[…, features] for x […], int64.</summary>
    /// <exception cref="ShapeException">x is not int64.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var vectors = Weight.ToValue().Gather(x);
        return _paddingIndex is { } index ? vectors.MaskedFill(x.EqualTo(x.Number(index)).Unsqueeze(-1), 0) : vectors;
    }
}
