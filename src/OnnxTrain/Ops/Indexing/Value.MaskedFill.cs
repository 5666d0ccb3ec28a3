namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Replaces the elements where the mask is true by <paramref name="number"/>. Minus infinity before a softmax excludes elements from
    /// it.
    /// </summary>
    /// <param name="mask">bool; broadcast to the shape of this value.</param>
    /// <param name="number">The replacement, a number of this value's type.</param>
    /// <exception cref="ShapeException">The mask is not bool, or does not broadcast.</exception>
    public Value MaskedFill(Value mask, double number)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (!Shape.Broadcast(mask.Shape, Shape, nameof(MaskedFill)).Equals(Shape))
            throw new ShapeException($"MaskedFill: the mask {mask.Type} does not broadcast to {Type}.");
        return Where(mask, Number(number), this);
    }
}
