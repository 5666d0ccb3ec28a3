using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// One axis of a <see cref="Shape"/>: a number, a name such as <c>batch</c> whose number is known only when data arrive, or an integer
/// expression over such names: <c>past + sequence</c>, <c>batch * heads</c>, <c>floor((height + 3) / 4)</c>. Equal names stand for equal
/// numbers throughout a graph, and expressions that come to the same are equal.
/// </summary>
public readonly record struct Dimension
{
    /// <summary>The axis −1 of Reshape; other negative numbers are steps of a computation.</summary>
    private const long Open = long.MinValue;

    private readonly long _size;
    private readonly DimensionExpression? _expression;

    private Dimension(DimensionExpression expression)
    {
        if (expression.Constant is { } number) _size = number;
        else _expression = expression;
    }

    private Dimension(long size, bool isStep) => _size = size == -1 && !isStep ? Open : size;

    /// <summary>An axis of a known number of elements; −1 for <see cref="Inferred"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below −1.</exception>
    public Dimension(long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, -1);
        this = new(size, isStep: false);
    }

    /// <summary>An axis whose number of elements is given a name.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public Dimension(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _expression = DimensionExpression.Of(new SymbolAtom(name));
    }

    /// <summary>The axis that <see cref="Value.Reshape"/> works out from the others, written −1; nothing else takes it.</summary>
    public static Dimension Inferred { get; } = new(-1);

    /// <summary>The name of a named axis, or the text of an expression; null for a number.</summary>
    public string? Name => _expression?.Text;

    /// <summary>Whether the number of elements is known.</summary>
    public bool IsFixed => _expression is null && _size >= 0;

    /// <summary>The names that the length depends on, each once, in their order; none for a number.</summary>
    public IReadOnlyList<string> Symbols => _expression is null ? [] : [.. _expression.Symbols.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">The axis is named.</exception>
    public long Size => IsFixed
        ? _size
        : throw new InvalidOperationException(IsInferred
            ? "The size of the axis −1 is worked out by Reshape alone."
            : _expression is null ? Invariant($"An axis cannot have {_size} elements.")
            : $"The size of the axis '{Name}' is known only when data arrive.");

    internal bool IsInferred => _size == Open;

    /// <summary>Whether it is a number below 0, which no axis can have.</summary>
    internal bool IsNegative => _expression is null && _size < 0 && !IsInferred;

    /// <summary>The name that it is; null for numbers and for expressions that are more than a name.</summary>
    internal string? Symbol => _expression?.Symbol;

    /// <summary>The terms and their factors, for those who write the expression in another language.</summary>
    internal DimensionExpression Expression =>
        _expression ?? DimensionExpression.Of(IsInferred ? -1 : _size);

    /// <summary>Whether the axis is known to hold one element, and so stretches in broadcasting.</summary>
    internal bool IsOne => IsFixed && _size == 1;

    /// <summary>An axis of <paramref name="size"/> elements; a negative number may be added to lengths, but no axis has it.</summary>
    public static implicit operator Dimension(long size) => new(size, isStep: false);

    /// <summary>An axis of <paramref name="size"/> elements; a negative number may be added to lengths, but no axis has it.</summary>
    public static implicit operator Dimension(int size) => new(size, isStep: false);

    /// <summary>An axis named <paramref name="name"/>.</summary>
    public static implicit operator Dimension(string name) => new(name);

    /// <summary>The sum of two lengths.</summary>
    public static Dimension operator +(Dimension left, Dimension right) => new(left.Expression + right.Expression);

    /// <summary>The difference of two lengths, which may be below 0 on the way to a length.</summary>
    public static Dimension operator -(Dimension left, Dimension right) => new(left.Expression - right.Expression);

    /// <summary>The product of two lengths.</summary>
    public static Dimension operator *(Dimension left, Dimension right) => new(left.Expression * right.Expression);

    /// <summary>The quotient, rounded down: ⌊left / right⌋.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="right"/> is 0.</exception>
    public static Dimension operator /(Dimension left, Dimension right) =>
        new(DimensionExpression.FloorDivide(left.Expression, right.Expression));

    /// <summary>The lesser of two lengths.</summary>
    public static Dimension Min(Dimension left, Dimension right) =>
        new(ExtremumAtom.Of(isMaximum: false, left.Expression, right.Expression));

    /// <summary>The greater of two lengths.</summary>
    public static Dimension Max(Dimension left, Dimension right) =>
        new(ExtremumAtom.Of(isMaximum: true, left.Expression, right.Expression));

    /// <summary>The quotient where it comes out even whatever the lengths are; null where it need not.</summary>
    public Dimension? DivideExactly(Dimension divisor) =>
        Expression.DivideExactly(divisor.Expression) is { } quotient ? new Dimension(quotient) : default(Dimension?);

    /// <summary>A fraction without the factors that both its parts have.</summary>
    internal static (Dimension Numerator, Dimension Divisor) Cancel(Dimension numerator, Dimension divisor)
    {
        var (p, d) = DimensionExpression.Cancel(numerator.Expression, divisor.Expression);
        return (new(p), new(d));
    }

    /// <summary>The same with other lengths in the place of names.</summary>
    /// <param name="replacement">What takes the place of a name: itself, another name, a number or an expression.</param>
    public Dimension Substitute(Func<string, Dimension> replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        return _expression is null ? this : new(_expression.Substitute(name => replacement(name).Expression));
    }

    /// <summary>The number where that of each name is known.</summary>
    /// <param name="length">The number of a name.</param>
    /// <exception cref="DivideByZeroException">An expression divides by 0.</exception>
    public long Evaluate(Func<string, long> length)
    {
        ArgumentNullException.ThrowIfNull(length);
        return _expression?.Evaluate(length) ?? (IsInferred ? Size : _size);
    }

    /// <summary>The number, the name or the expression.</summary>
    public override string ToString() => Name ?? (IsInferred ? -1 : _size).ToString(CultureInfo.InvariantCulture);
}
