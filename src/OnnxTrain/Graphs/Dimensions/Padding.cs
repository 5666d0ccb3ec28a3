namespace OnnxTrain;

/// <summary>
/// The padding around an image: <c>1</c> on every side, <c>(1, 2)</c> above and below and on both sides, <see cref="Same"/>, or different
/// widths <see cref="Of">before and after</see>. The default is no padding.
/// </summary>
public readonly struct Padding : IEquatable<Padding>
{
    private readonly Extent _before, _after;
    private readonly bool _isSame;

    private Padding(Extent before, Extent after, bool isSame = false) => (_before, _after, _isSame) = (before, after, isSame);

    /// <summary>No padding: the window stays within the image.</summary>
    public static Padding Valid => default;

    /// <summary>
    /// The padding that gives ⌈size / stride⌉ positions, so the output has the size of the image for stride 1. If the total is odd, the
    /// extra element is at the end. Exported as numbers.
    /// </summary>
    public static Padding Same => new(default, default, isSame: true);

    /// <summary>The same padding on every side.</summary>
    public static implicit operator Padding(int all) => new(all, all);

    /// <summary>The padding above and below, and on the left and right.</summary>
    public static implicit operator Padding((int Height, int Width) numbers) => new(numbers, numbers);

    /// <summary>The padding before and after each axis.</summary>
    public static implicit operator Padding((int Depth, int Height, int Width) numbers) => new(numbers, numbers);

    /// <summary>Whether both are the same padding.</summary>
    public static bool operator ==(Padding left, Padding right) => left.Equals(right);

    /// <summary>Whether the paddings differ.</summary>
    public static bool operator !=(Padding left, Padding right) => !left.Equals(right);

    /// <summary>Different padding before and after each axis.</summary>
    /// <param name="before">Elements before each axis: above and on the left.</param>
    /// <param name="after">Elements after each axis: below and on the right.</param>
    public static Padding Of(Extent before, Extent after) => new(before, after);

    /// <inheritdoc/>
    public bool Equals(Padding other) => _before == other._before && _after == other._after && _isSame == other._isSame;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Padding other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_before, _after, _isSame);

    /// <summary>The padding as text.</summary>
    public override string ToString() => _isSame ? "same" : _before == _after ? $"{_before}" : $"{_before} before and {_after} behind";

    /// <summary>Elements before and after each spatial axis.</summary>
    /// <param name="sizes">The spatial axes.</param>
    /// <param name="reach">The distance from the first tap of the window to the last, for each axis.</param>
    /// <param name="stride">The stride along each axis.</param>
    internal (int Before, int After)[] For(IReadOnlyList<Dimension> sizes, IReadOnlyList<int> reach, IReadOnlyList<int> stride)
    {
        if (_isSame) return [.. sizes.Select((size, i) => SameFor(size, reach[i], stride[i]))];
        var (before, after) = (_before.For(sizes.Count, "padding", 0, 0), _after.For(sizes.Count, "padding", 0, 0));
        return [.. before.Zip(after)];
    }

    private static (int Before, int After) SameFor(Dimension size, int reach, int stride)
    {
        if (stride > 1 && !size.IsFixed)
            throw new ShapeException(
                $"Padding 'same' with a stride of {stride} depends on the length of the axis '{size}', which is named; specify the padding "
                    + "as numbers.");
        var all = stride == 1 ? reach - 1 : (int)Math.Max(0, (((size.Size + stride - 1) / stride - 1) * stride) + reach - size.Size);
        return (all / 2, all - (all / 2));
    }
}
