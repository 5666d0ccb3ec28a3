namespace OnnxTrain;

/// <summary>A learned vector for each index from 0 on, such as the index of a token or a category.</summary>
public sealed class Embedding : Module
{
    private readonly int? _paddingIndex;

    /// <summary>Creates a layer with <paramref name="count"/> vectors.</summary>
    /// <param name="count">The number of indices.</param>
    /// <param name="features">The length of each vector.</param>
    /// <param name="paddingIndex">The index of padding: its vector is zero and is not trained; null for none.</param>
    /// <param name="initializer">The initializer of the vectors; by default normal with variance 1, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the padding index is out of range.</exception>
    public Embedding(int count, int features, int? paddingIndex = null, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (paddingIndex is { } index && (index < 0 || index >= count))
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"Must be from 0 to {count - 1}.");
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
