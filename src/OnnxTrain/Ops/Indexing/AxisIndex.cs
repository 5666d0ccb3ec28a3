namespace OnnxTrain;

/// <summary>An index of one axis: an element, which removes the axis, or a range. Written as in C#: <c>x[.., 0, 1..^1]</c>.</summary>
public readonly struct AxisIndex : IEquatable<AxisIndex>
{
    private readonly long _start;
    private readonly long _end;

    private AxisIndex(long start, long end, bool isElement) => (_start, _end, IsElement) = (start, end, isElement);

    private AxisIndex(long element)
        : this(element, element == -1 ? long.MaxValue : element + 1, isElement: true)
    {
    }

    /// <summary>Whether it is one element, which removes the axis.</summary>
    internal bool IsElement { get; }

    /// <summary>Whether it is the whole axis.</summary>
    internal bool IsWhole => this == (AxisIndex)(..);

    /// <summary>The element <paramref name="index"/>; negative numbers count from the end.</summary>
    public static implicit operator AxisIndex(int index) => new(index);

    /// <summary>The element at <paramref name="index"/>, such as <c>^1</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is <c>^0</c>, which is after the last element.</exception>
    public static implicit operator AxisIndex(Index index) => index.Equals(^0)
        ? throw new ArgumentOutOfRangeException(nameof(index), "^0", "The last element is ^1.")
        : new(Place(index));

    /// <summary>The elements within <paramref name="range"/>, such as <c>1..^1</c>.</summary>
    public static implicit operator AxisIndex(Range range) => new(Place(range.Start), Place(range.End), isElement: false);

    /// <summary>Whether both select the same elements.</summary>
    public static bool operator ==(AxisIndex left, AxisIndex right) => left.Equals(right);

    /// <summary>Whether they select different elements.</summary>
    public static bool operator !=(AxisIndex left, AxisIndex right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AxisIndex other) => (_start, _end, IsElement) == (other._start, other._end, other.IsElement);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_start, _end, IsElement);

    /// <summary>The selected part of a value; the axis is kept, with length 1 for an element.</summary>
    internal Value Of(Value x, int axis) => IsWhole ? x : x.Slice(axis, _start, _end);

    private static long Place(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? long.MaxValue : -index.Value;
}
