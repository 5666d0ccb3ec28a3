namespace OnnxTrain;

/// <summary>
/// A number for each spatial axis, such as the size of a window: <c>3</c> for all axes, <c>(3, 5)</c> for height and width, <c>(2, 3,
/// 5)</c> for depth, height and width.
/// </summary>
public readonly struct Extent : IEquatable<Extent>
{
    private readonly int[]? _numbers;

    private Extent(params int[] numbers) => _numbers = numbers;

    /// <summary>Whether it was set; the default value selects the default of the layer.</summary>
    internal bool IsGiven => _numbers is not null;

    /// <summary>One number for all axes.</summary>
    public static implicit operator Extent(int all) => new(all);

    /// <summary>Height and width.</summary>
    public static implicit operator Extent((int Height, int Width) numbers) => new(numbers.Height, numbers.Width);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator Extent((int Depth, int Height, int Width) numbers) => new(numbers.Depth, numbers.Height, numbers.Width);

    /// <summary>Whether the extents are equal.</summary>
    public static bool operator ==(Extent left, Extent right) => left.Equals(right);

    /// <summary>Whether the extents differ.</summary>
    public static bool operator !=(Extent left, Extent right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Extent other) => (_numbers ?? []).AsSpan().SequenceEqual(other._numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Extent other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (_numbers ?? []).Aggregate(17, HashCode.Combine);

    /// <summary>The number, or the numbers in parentheses.</summary>
    public override string ToString() => _numbers switch
    {
        null => "",
        [var all] => Invariant($"{all}"),
        _ => $"({InvariantText.Join<int>(", ", _numbers)})",
    };

    /// <summary>The number of each axis.</summary>
    /// <param name="axes">The number of axes.</param>
    /// <param name="what">The name of the numbers, for error messages.</param>
    /// <param name="least">The minimum of each number.</param>
    /// <param name="otherwise">The numbers if none were set.</param>
    /// <exception cref="ArgumentException">There are too many or too few numbers, or one is too small.</exception>
    internal int[] For(int axes, string what, int least, params int[] otherwise)
    {
        var numbers = _numbers ?? otherwise;
        if (numbers.Length != 1 && numbers.Length != axes)
            throw new ArgumentException(
                $"The {what} {this} has {numbers.Length} numbers for {axes} spatial ax{(axes == 1 ? "is" : "es")}; give one number, or "
                    + "one for each.");
        if (numbers.Any(n => n < least))
            throw new ArgumentOutOfRangeException(what, ToString(), $"The {what} must be at least {least}.");
        return numbers.Length == axes ? numbers : [.. Enumerable.Repeat(numbers[0], axes)];
    }
}
