namespace OnnxTrain;

/// <summary>A factor in the terms of a <see cref="DimensionExpression"/>: a symbol, a floor quotient, a minimum or a maximum.</summary>
internal abstract class DimensionAtom : IComparable<DimensionAtom>
{
    /// <summary>A key that is equal only for equal atoms, for any characters in the names of symbols.</summary>
    public abstract string Key { get; }

    /// <summary>The atom as text.</summary>
    public abstract string Text { get; }

    /// <summary>The names that the atom depends on, possibly with duplicates.</summary>
    public abstract IEnumerable<string> Symbols { get; }

    /// <summary>Whether the atom is at least 0 if all symbols, which are lengths, are.</summary>
    public abstract bool IsNonNegative { get; }

    public abstract long Evaluate(Func<string, long> length);

    public abstract DimensionExpression Substitute(Func<string, DimensionExpression> replacement);

    /// <summary>Orders symbols by name, before other atoms.</summary>
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
