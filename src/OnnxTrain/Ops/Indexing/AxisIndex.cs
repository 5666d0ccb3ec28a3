namespace OnnxTrain;

/// <summary>
/// What an index takes of one axis: an element, which removes the axis, or a range. Written as C# writes them: <c>x[.., 0, 1..^1]</c>.
/// </summary>
public readonly struct AxisIndex : IEquatable<AxisIndex>
{
    private readonly long _start;
    private readonly long _end;

    private AxisIndex(long start, long end, bool isElement) => (_start, _end, IsElement) = (start, end, isElement);

    private AxisIndex(long element)
        : this(element, element == -1 ? long.MaxValue : element + 1, isElement: true)
    {
    }

    /// <summary>Whether one element is taken, and the axis goes.</summary>
    internal bool IsElement { get; }

    /// <summary>Whether the axis stays as it is.</summary>
    internal bool IsWhole => this == (AxisIndex)(..);

    /// <summary>The element <paramref name="index"/>; negative numbers count from the end.</summary>
    public static implicit operator AxisIndex(int index) => new(index);

    /// <summary>The element at <paramref name="index"/>, such as <c>^1</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is <c>^0</c>, which lies behind the last element.</exception>
    public static implicit operator AxisIndex(Index index) => index.Equals(^0)
        ? throw new ArgumentOutOfRangeException(nameof(index), "^0", "It lies behind the last element, which is ^1.")
        : new(Place(index));

    /// <summary>The elements within <paramref name="range"/>, such as <c>1..^1</c>.</summary>
    public static implicit operator AxisIndex(Range range) => new(Place(range.Start), Place(range.End), isElement: false);

    /// <summary>Whether both take the same.</summary>
    public static bool operator ==(AxisIndex left, AxisIndex right) => left.Equals(right);

    /// <summary>Whether they take different elements.</summary>
    public static bool operator !=(AxisIndex left, AxisIndex right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AxisIndex other) => (_start, _end, IsElement) == (other._start, other._end, other.IsElement);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_start, _end, IsElement);

    /// <summary>The part of a value that is taken; the axis stays, with length 1 for an element.</summary>
    internal Value Of(Value x, int axis) => IsWhole ? x : x.Slice(axis, _start, _end);

    private static long Place(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? long.MaxValue : -index.Value;
}
