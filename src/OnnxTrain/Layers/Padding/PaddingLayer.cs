namespace OnnxTrain;

/// <summary>Padding around the last axes of x [batch, channels, …].</summary>
public abstract class PaddingLayer : Module
{
    private readonly int[] _before;
    private readonly int[] _after;
    private readonly PadMode _mode;
    private readonly double _number;

    /// <param name="axes">The number of padded axes.</param>
    /// <param name="sides">One number for all sides, or a number for each in PyTorch's order.</param>
    /// <param name="mode">The content of the padding.</param>
    /// <param name="number">The padding value of <see cref="PadMode.Constant"/>.</param>
    private protected PaddingLayer(int axes, IReadOnlyList<int> sides, PadMode mode, double number = 0)
    {
        ArgumentNullException.ThrowIfNull(sides);
        if (sides.Count != 1 && sides.Count != 2 * axes)
            throw new ArgumentException(
                $"{GetType().Name}: {sides.Count} numbers were given; it takes one for all sides, or {2 * axes}: {Order(axes)}.",
                nameof(sides));
        if (sides.Any(n => n < 0))
            throw new ArgumentException(
                $"{GetType().Name}: {string.Join(", ", sides)} has a negative number; use Slice to crop.", nameof(sides));
        (_mode, _number) = (mode, number);
        _before = [.. Enumerable.Range(0, axes).Select(axis => sides.Count == 1 ? sides[0] : sides[2 * (axes - 1 - axis)])];
        _after = [.. Enumerable.Range(0, axes).Select(axis => sides.Count == 1 ? sides[0] : sides[(2 * (axes - 1 - axis)) + 1])];
    }

    /// <summary>x with padded last axes.</summary>
    /// <exception cref="ShapeException">x has another number of axes, or one is too short to be reflected.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(GetType().Name, x, [_before.Length + 2]);
        return x.Pad(_before, _after, _mode, _number);
    }

    private static string Order(int axes) => axes switch
    {
        1 => "left, right",
        2 => "left, right, top, bottom",
        _ => "left, right, top, bottom, front, back",
    };
}
