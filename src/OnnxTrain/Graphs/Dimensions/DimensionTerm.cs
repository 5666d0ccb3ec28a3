namespace OnnxTrain;

/// <summary>A number times a product of ordered atoms; a square has the same atom twice.</summary>
internal sealed record DimensionTerm(long Coefficient, IReadOnlyList<DimensionAtom> Atoms)
{
    public string Key => string.Join("*", Atoms.Select(a => a.Key).Prepend(Invariant($"{Coefficient}")));

    public bool IsConstant => Atoms.Count == 0;

    /// <summary>The product without its sign: <c>2 * batch * heads</c>.</summary>
    public string Text
    {
        get
        {
            var number = Coefficient.ToString(System.Globalization.CultureInfo.InvariantCulture).TrimStart('-');
            var factors = Atoms.Select(a => a.Text);
            return string.Join(" * ", number == "1" && !IsConstant ? factors : factors.Prepend(number));
        }
    }

    public static DimensionTerm operator *(DimensionTerm left, DimensionTerm right) =>
        new(checked(left.Coefficient * right.Coefficient), [.. left.Atoms.Concat(right.Atoms).Order()]);

    /// <summary>The atoms that remain after removing those of a divisor; null if it has others.</summary>
    public IReadOnlyList<DimensionAtom>? Without(IReadOnlyList<DimensionAtom> divisor)
    {
        var left = Atoms.ToList();
        foreach (var atom in divisor)
        {
            var i = left.FindIndex(a => a.CompareTo(atom) == 0);
            if (i < 0) return null;
            left.RemoveAt(i);
        }

        return left;
    }

    /// <summary>The lexicographic order of monomials. Polynomial division needs an order that is preserved by products.</summary>
    public static int Compare(IReadOnlyList<DimensionAtom> left, IReadOnlyList<DimensionAtom> right)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
        {
            if (left[i].CompareTo(right[i]) is not 0 and var order) return -order;
        }

        return left.Count.CompareTo(right.Count);
    }
}
