namespace OnnxTrain;

/// <summary>
/// One axis of a <see cref="Shape"/>: a number, or a name such as <c>batch</c> whose number is known only when data arrive.
/// Equal names stand for equal numbers throughout a graph.
/// </summary>
public readonly record struct Dimension
{
    private readonly long _size;

    private Dimension(AxisFormula formula) => (Name, Formula) = (formula.ToString(), formula);

    /// <summary>An axis of a known number of elements; −1 for <see cref="Inferred"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below −1.</exception>
    public Dimension(long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, -1);
        _size = size;
    }

    /// <summary>An axis whose number of elements is given a name.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public Dimension(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The axis that <see cref="Value.Reshape"/> works out from the others, written −1; nothing else takes it.</summary>
    public static Dimension Inferred { get; } = new(-1);

    /// <summary>The name of a named axis, or null.</summary>
    public string? Name { get; }

    /// <summary>Whether the number of elements is known.</summary>
    public bool IsFixed => Name is null && _size >= 0;

    internal bool IsInferred => _size < 0;

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">The axis is named.</exception>
    public long Size => IsFixed
        ? _size
        : throw new InvalidOperationException(IsInferred
            ? "The size of the axis −1 is worked out by Reshape alone."
            : $"The size of the axis '{Name}' is known only when data arrive.");

    /// <summary>How the length follows from that of another axis; null for a number, and for a name that stands for itself.</summary>
    internal AxisFormula? Formula { get; }

    /// <summary>The name that the length depends on in the end, or null for a number.</summary>
    internal string? Root => Formula is { } formula ? formula.Of.Root : Name;

    /// <summary>
    /// ⌊(length · <paramref name="times"/> + <paramref name="plus"/>) / <paramref name="over"/>⌋: a number for a number, a name with a
    /// formula for a name.
    /// </summary>
    internal Dimension Map(long times, long plus, long over)
    {
        if (IsFixed) return Math.Max(0, FloorDivide((_size * times) + plus, over));
        if (Formula is { } own && (times == 1 || own.Over == 1))
            return own.Of.Map(own.Times * times, (own.Plus * times) + (own.Over * plus), own.Over * over);
        var common = Common(times, over);
        (times, plus, over) = (times / common, FloorDivide(plus, common), over / common);
        return (times, plus, over) is (1, 0, 1) ? this : new(new AxisFormula(this, times, plus, over));
    }

    private static long Common(long a, long b) => b == 0 ? Math.Abs(a) : Common(b, a % b);

    /// <summary>The length where that of each named axis is known.</summary>
    internal long Resolve(Func<string, long> length) =>
        Formula is { } formula ? ((Dimension)formula.Of.Resolve(length)).Map(formula.Times, formula.Plus, formula.Over)._size
        : Name is { } name ? length(name)
        : _size;

    private static long FloorDivide(long number, long over) => (number - (((number % over) + over) % over)) / over;

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
