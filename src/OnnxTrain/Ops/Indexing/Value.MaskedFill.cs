namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The elements, with <paramref name="number"/> where the mask holds. Minus infinity before a softmax takes elements out of it.
    /// </summary>
    /// <param name="mask">bool; it stretches to the shape of this value.</param>
    /// <param name="number">What stands there; it has to be a number of this value's type.</param>
    /// <exception cref="ShapeException">The mask is not bool, or does not stretch.</exception>
    public Value MaskedFill(Value mask, double number)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (!Shape.Broadcast(mask.Shape, Shape, nameof(MaskedFill)).Equals(Shape))
            throw new ShapeException($"MaskedFill: the mask {mask.Type} does not stretch to {Type}.");
        return Where(mask, Number(number), this);
    }
}
