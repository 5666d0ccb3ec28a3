namespace OnnxTrain;

/// <summary>
/// One axis of a <see cref="Shape"/>: a number, or a name such as <c>batch</c> whose number is known only when data arrive.
/// Equal names stand for equal numbers throughout a graph.
/// </summary>
public readonly record struct Dimension
{
    private readonly long _size;

    /// <summary>An axis of a known number of elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public Dimension(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _size = size;
    }

    /// <summary>An axis whose number of elements is given a name.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public Dimension(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name of a named axis, or null.</summary>
    public string? Name { get; }

    /// <summary>Whether the number of elements is known.</summary>
    public bool IsFixed => Name is null;

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">The axis is named.</exception>
    public long Size => IsFixed
        ? _size
        : throw new InvalidOperationException($"The size of the axis '{Name}' is known only when data arrive.");

    /// <summary>Whether the axis is known to hold one element, and so stretches in broadcasting.</summary>
    internal bool IsOne => IsFixed && _size == 1;

    /// <summary>An axis of <paramref name="size"/> elements.</summary>
    public static implicit operator Dimension(long size) => new(size);

    /// <summary>An axis of <paramref name="size"/> elements.</summary>
    public static implicit operator Dimension(int size) => new(size);

    /// <summary>An axis named <paramref name="name"/>.</summary>
    public static implicit operator Dimension(string name) => new(name);

    /// <summary>The number or the name.</summary>
    public override string ToString() => Name ?? _size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
