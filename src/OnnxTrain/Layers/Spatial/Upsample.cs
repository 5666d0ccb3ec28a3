namespace OnnxTrain;

/// <summary>
/// Resizes all axes of x [batch, channels, …] after the channels, by the formulas of PyTorch's layer: the nearest element is that at ⌊i /
/// scale⌋, rounded as in PyTorch (along named axes as in ONNX Runtime), and linear and cubic interpolation use the centers of elements
/// unless corners are aligned. An axis that is resized by a factor may be named if the scale is a multiple of 1/256.
/// </summary>
public sealed class Upsample : Module
{
    private readonly Shape? _size;
    private readonly double _scale;
    private readonly ResizeMode _mode;
    private readonly ResizeCoordinates _coordinates;

    /// <summary>Creates a layer that resizes axes by a factor.</summary>
    /// <param name="scale">The factor; lengths are rounded down.</param>
    /// <param name="mode">The interpolation mode.</param>
    /// <param name="alignCorners">Whether the first and last elements of input and output are aligned; not for nearest-neighbour
    /// interpolation.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or corners are aligned with nearest-neighbour
    /// interpolation.</exception>
    public Upsample(double scale, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false)
        : this(mode, alignCorners) =>
        _scale =
            scale > 0 && double.IsFinite(scale)
                ? scale
                : throw new ArgumentOutOfRangeException(nameof(scale), scale, "Must be a positive number.");

    /// <summary>Creates a layer that resizes axes to given lengths.</summary>
    /// <param name="size">The lengths of the axes after the channels: <c>[56, 56]</c>.</param>
    /// <param name="mode">The interpolation mode.</param>
    /// <param name="alignCorners">Whether the first and last elements of input and output are aligned; not for nearest-neighbour
    /// interpolation.</param>
    /// <exception cref="ArgumentException">Corners are aligned with nearest-neighbour interpolation.</exception>
    /// <exception cref="ShapeException">An axis is named.</exception>
    public Upsample(Shape size, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false)
        : this(mode, alignCorners)
    {
        ArgumentNullException.ThrowIfNull(size);
        _size = size.IsFixed ? size : throw new ShapeException($"Upsample: the new lengths {size} must be numbers.");
    }

    private Upsample(ResizeMode mode, bool alignCorners)
    {
        if (alignCorners && mode == ResizeMode.Nearest)
            throw new ArgumentException(
                "Upsample: alignCorners cannot be used with nearest-neighbour interpolation; leave it out.", nameof(alignCorners));
        (_mode, _coordinates) = (
            mode, mode == ResizeMode.Nearest ? ResizeCoordinates.Asymmetric
            : alignCorners ? ResizeCoordinates.AlignCorners
            : ResizeCoordinates.HalfPixel);
    }

    /// <summary>[batch, channels, …] with the new lengths of the other axes.</summary>
    /// <exception cref="ShapeException">x has another number of axes, or a resized axis is named and the scale is not a multiple of
    /// 1/256.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(nameof(Upsample), x, _size is null ? [3, 4, 5] : [_size.Rank + 2]);
        return x.Upsample(_size, _scale, _mode, _coordinates);
    }
}
