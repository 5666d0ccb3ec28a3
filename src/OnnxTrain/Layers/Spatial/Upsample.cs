namespace OnnxTrain;

/// <summary>
/// x [batch, channels, …] with all axes after the channels stretched, by the formulas of PyTorch's layer: the nearest element is that at
/// ⌊i / scale⌋, rounded as PyTorch rounds it (along named axes as ONNX Runtime does), and linear and cubic interpolation take the middles
/// of elements as their places unless the corners are aligned. An axis that is made so many times as long may be named if the scale is a
/// multiple of 1/256.
/// </summary>
public sealed class Upsample : Module
{
    private readonly Shape? _size;
    private readonly double _scale;
    private readonly ResizeMode _mode;
    private readonly ResizeCoordinates _coordinates;

    /// <summary>A layer that resizes axes by factors.</summary>
    /// <param name="scale">How many times, rounded down to whole elements.</param>
    /// <param name="mode">How an element is made of its neighbours.</param>
    /// <param name="alignCorners">Whether first and last elements stay first and last; not for the nearest.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or corners are to be aligned of the nearest.</exception>
    public Upsample(double scale, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false)
        : this(mode, alignCorners) =>
        _scale =
            scale > 0 && double.IsFinite(scale)
                ? scale
                : throw new ArgumentOutOfRangeException(nameof(scale), scale, "It has to be a positive number.");

    /// <summary>A layer that resizes axes to lengths.</summary>
    /// <param name="size">The lengths of the axes after the channels: <c>[56, 56]</c>.</param>
    /// <param name="mode">How an element is made of its neighbours.</param>
    /// <param name="alignCorners">Whether first and last elements stay first and last; not for the nearest.</param>
    /// <exception cref="ArgumentException">Corners are to be aligned of the nearest.</exception>
    /// <exception cref="ShapeException">An axis is named.</exception>
    public Upsample(Shape size, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false)
        : this(mode, alignCorners)
    {
        ArgumentNullException.ThrowIfNull(size);
        _size = size.IsFixed ? size : throw new ShapeException($"Upsample: the new lengths {size} have to be numbers.");
    }

    private Upsample(ResizeMode mode, bool alignCorners)
    {
        if (alignCorners && mode == ResizeMode.Nearest)
            throw new ArgumentException(
                "Upsample: the nearest element knows no corners to align; leave alignCorners out.", nameof(alignCorners));
        (_mode, _coordinates) = (
            mode, mode == ResizeMode.Nearest ? ResizeCoordinates.Asymmetric
            : alignCorners ? ResizeCoordinates.AlignCorners
            : ResizeCoordinates.HalfPixel);
    }

    /// <summary>[batch, channels, …], the other axes in their new lengths.</summary>
    /// <exception cref="ShapeException">x has another number of axes, or one that is resized is named and the scale no multiple of
    /// 1/256.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(nameof(Upsample), x, _size is null ? [3, 4, 5] : [_size.Rank + 2]);
        return x.Upsample(_size, _scale, _mode, _coordinates);
    }
}
