using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// One axis of a <see cref="Shape"/>: a number, a name such as <c>batch</c> whose length is known only when data arrive, or an integer
/// expression over such names: <c>past + sequence</c>, <c>batch * heads</c>, <c>floor((height + 3) / 4)</c>. Equal names mean equal lengths
/// throughout a graph, and equivalent expressions are equal.
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

    /// <summary>An axis with a named length.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public Dimension(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _expression = DimensionExpression.Of(new SymbolAtom(name));
    }

    /// <summary>The axis that <see cref="Value.Reshape"/> infers from the others, written −1. Only Reshape accepts it.</summary>
    public static Dimension Inferred { get; } = new(-1);

    /// <summary>The name of a named axis, or the text of an expression; null for a number.</summary>
    public string? Name => _expression?.Text;

    /// <summary>Whether the number of elements is known.</summary>
    public bool IsFixed => _expression is null && _size >= 0;

    /// <summary>The distinct names that the length depends on, in ordinal order; empty for a number.</summary>
    public IReadOnlyList<string> Symbols => _expression is null ? [] : [.. _expression.Symbols.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">The axis is named.</exception>
    public long Size => IsFixed
        ? _size
        : throw new InvalidOperationException(IsInferred
            ? "The size of the axis −1 is inferred only by Reshape."
            : _expression is null ? Invariant($"An axis cannot have {_size} elements.")
            : $"The size of the axis '{Name}' is known only when data arrive.");

    internal bool IsInferred => _size == Open;

    /// <summary>Whether it is a negative number, which is not a valid length.</summary>
    internal bool IsNegative => _expression is null && _size < 0 && !IsInferred;

    /// <summary>The name, if it is just a name; null for numbers and other expressions.</summary>
    internal string? Symbol => _expression?.Symbol;

    /// <summary>The terms and their factors, for writing the expression in another language.</summary>
    internal DimensionExpression Expression =>
        _expression ?? DimensionExpression.Of(IsInferred ? -1 : _size);

    /// <summary>Whether the axis has the fixed length 1, and so broadcasts.</summary>
    internal bool IsOne => IsFixed && _size == 1;

    /// <summary>An axis of <paramref name="size"/> elements. A negative number may be added to lengths, but is not a valid axis.</summary>
    public static implicit operator Dimension(long size) => new(size, isStep: false);

    /// <summary>An axis of <paramref name="size"/> elements. A negative number may be added to lengths, but is not a valid axis.</summary>
    public static implicit operator Dimension(int size) => new(size, isStep: false);

    /// <summary>An axis named <paramref name="name"/>.</summary>
    public static implicit operator Dimension(string name) => new(name);

    /// <summary>The sum of two lengths.</summary>
    public static Dimension operator +(Dimension left, Dimension right) => new(left.Expression + right.Expression);

    /// <summary>The difference of two lengths; intermediate results may be negative.</summary>
    public static Dimension operator -(Dimension left, Dimension right) => new(left.Expression - right.Expression);

    /// <summary>The product of two lengths.</summary>
    public static Dimension operator *(Dimension left, Dimension right) => new(left.Expression * right.Expression);

    /// <summary>The quotient, rounded down: ⌊left / right⌋.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="right"/> is 0.</exception>
    public static Dimension operator /(Dimension left, Dimension right) =>
        new(DimensionExpression.FloorDivide(left.Expression, right.Expression));

    /// <summary>The minimum of two lengths.</summary>
    public static Dimension Min(Dimension left, Dimension right) =>
        new(ExtremumAtom.Of(isMaximum: false, left.Expression, right.Expression));

    /// <summary>The maximum of two lengths.</summary>
    public static Dimension Max(Dimension left, Dimension right) =>
        new(ExtremumAtom.Of(isMaximum: true, left.Expression, right.Expression));

    /// <summary>The quotient, if the division is exact for all lengths; otherwise null.</summary>
    public Dimension? DivideExactly(Dimension divisor) =>
        Expression.DivideExactly(divisor.Expression) is { } quotient ? new Dimension(quotient) : default(Dimension?);

    /// <summary>Cancels common factors of a fraction.</summary>
    internal static (Dimension Numerator, Dimension Divisor) Cancel(Dimension numerator, Dimension divisor)
    {
        var (p, d) = DimensionExpression.Cancel(numerator.Expression, divisor.Expression);
        return (new(p), new(d));
    }

    /// <summary>Replaces names by other lengths.</summary>
    /// <param name="replacement">The replacement of a name: the name itself, another name, a number or an expression.</param>
    public Dimension Substitute(Func<string, Dimension> replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        return _expression is null ? this : new(_expression.Substitute(name => replacement(name).Expression));
    }

    /// <summary>Evaluates the length for given lengths of the names.</summary>
    /// <param name="length">The length of a name.</param>
    /// <exception cref="DivideByZeroException">An expression divides by 0.</exception>
    public long Evaluate(Func<string, long> length)
    {
        ArgumentNullException.ThrowIfNull(length);
        return _expression?.Evaluate(length) ?? (IsInferred ? Size : _size);
    }

    /// <summary>The number, the name or the expression.</summary>
    public override string ToString() => Name ?? (IsInferred ? -1 : _size).ToString(CultureInfo.InvariantCulture);
}
