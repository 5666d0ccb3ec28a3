namespace OnnxTrain;

/// <summary>
/// What the terms of a <see cref="DimensionExpression"/> are products of: a symbol, a floor quotient, a minimum or a maximum.
/// </summary>
internal abstract class DimensionAtom : IComparable<DimensionAtom>
{
    /// <summary>Equal for equal atoms alone, whatever characters are in the names of symbols.</summary>
    public abstract string Key { get; }

    /// <summary>The atom as a person writes it.</summary>
    public abstract string Text { get; }

    /// <summary>The names that the atom depends on; some may come twice.</summary>
    public abstract IEnumerable<string> Symbols { get; }

    /// <summary>Whether the atom is 0 or more wherever all symbols are, which stand for lengths.</summary>
    public abstract bool IsNonNegative { get; }

    public abstract long Evaluate(Func<string, long> length);

    public abstract DimensionExpression Substitute(Func<string, DimensionExpression> replacement);

    /// <summary>Symbols by their names, and then the others.</summary>
    public int CompareTo(DimensionAtom? other) =>
        (this, other) switch
        {
            (_, null) => 1,
            (SymbolAtom own, SymbolAtom its) => string.CompareOrdinal(own.Name, its.Name),
            (SymbolAtom, _) => -1,
            (_, SymbolAtom) => 1,
            _ => string.CompareOrdinal(Key, other.Key),
        };
}
