namespace OnnxTrain;

/// <summary>
/// An integer expression over the names of axes in one canonical form: a polynomial in symbols, floor quotients, minima and maxima, its
/// terms ordered and distinct. Expressions are equal if their canonical forms are.
/// </summary>
internal sealed class DimensionExpression : IEquatable<DimensionExpression>
{
    private readonly DimensionTerm[] _terms;

    private DimensionExpression(DimensionTerm[] terms)
    {
        _terms = terms;
        Key = string.Join("+", terms.Select(t => t.Key));
    }

    /// <summary>The terms, greatest first, with a number last; empty for 0.</summary>
    public IReadOnlyList<DimensionTerm> Terms => _terms;

    /// <summary>A key that is equal only for equal expressions.</summary>
    public string Key { get; }

    /// <summary>The number, or null if it depends on names.</summary>
    public long? Constant => _terms switch
    {
        [] => 0,
        [{ IsConstant: true } only] => only.Coefficient,
        _ => null,
    };

    /// <summary>Whether it is a single number or atom, which needs no parentheses.</summary>
    public bool IsSimple => _terms is [] or [{ IsConstant: true }] or [{ Coefficient: 1, Atoms.Count: 1 }];

    /// <summary>The name, or null if it is not just a name.</summary>
    public string? Symbol => _terms is [{ Coefficient: 1, Atoms: [SymbolAtom symbol] }] ? symbol.Name : null;

    public IEnumerable<string> Symbols => _terms.SelectMany(t => t.Atoms).SelectMany(a => a.Symbols);

    /// <summary>Whether its form shows that it is at least 0, given that names are lengths.</summary>
    public bool IsNonNegative => _terms.All(t => t.Coefficient >= 0 && t.Atoms.All(a => a.IsNonNegative));

    /// <summary>The expression as text: <c>past + sequence</c>, <c>floor((height + 3) / 4)</c>.</summary>
    public string Text
    {
        get
        {
            if (_terms.Length == 0) return "0";
            var ordered = _terms.OrderBy(t => t.Coefficient < 0).ToArray();
            var first = $"{(ordered[0].Coefficient < 0 ? "-" : "")}{ordered[0].Text}";
            return ordered.Skip(1).Aggregate(first, (text, t) => $"{text} {(t.Coefficient < 0 ? '-' : '+')} {t.Text}");
        }
    }

    public static DimensionExpression Of(long number) => new(number == 0 ? [] : [new(number, [])]);

    public static DimensionExpression Of(DimensionAtom atom) => new([new(1, [atom])]);

    public static DimensionExpression operator +(DimensionExpression left, DimensionExpression right) =>
        Sum(left._terms.Concat(right._terms));

    public static DimensionExpression operator -(DimensionExpression left, DimensionExpression right) => left + (right * Of(-1));

    public static DimensionExpression operator *(DimensionExpression left, DimensionExpression right) =>
        Sum(left._terms.SelectMany(_ => right._terms, (a, b) => a * b));

    /// <summary>The quotient, if the division is exact for all lengths; otherwise null.</summary>
    public DimensionExpression? DivideExactly(DimensionExpression divisor) =>
        divisor._terms.Length > 0 && DivideWithRest(this, divisor) is ({ } quotient, { _terms: [] }) ? quotient : null;

    /// <summary>
    /// ⌊p / d⌋ in canonical form: ⌊(d · a + b) / d⌋ = a + ⌊b / d⌋, common factors are cancelled and nested floors merged. Factors of d are
    /// assumed not to be 0.
    /// </summary>
    /// <exception cref="DivideByZeroException"><paramref name="d"/> is 0.</exception>
    public static DimensionExpression FloorDivide(DimensionExpression p, DimensionExpression d)
    {
        if (d._terms.Length == 0) throw new DivideByZeroException("The length of an axis cannot be divided by 0.");
        if (d._terms[0].Coefficient < 0) (p, d) = (p * Of(-1), d * Of(-1));
        var whole = Of(0);
        while (true)
        {
            (var quotient, p) = DivideWithRest(p, d);
            whole += quotient;
            if (p._terms.Length == 0 || (p.Constant is not null && d.Constant is not null)) return whole;
            var (numerator, divisor) = Cancel(p, d);
            (numerator, divisor) = Join(numerator, divisor);
            if (divisor.Equals(d)) return whole + Of(new QuotientAtom(p, d));
            (p, d) = (numerator, divisor);
        }
    }

    public long Evaluate(Func<string, long> length)
    {
        var sum = 0L;
        foreach (var term in _terms)
        {
            var product = term.Coefficient;
            foreach (var atom in term.Atoms) product = checked(product * atom.Evaluate(length));
            sum = checked(sum + product);
        }

        return sum;
    }

    public DimensionExpression Substitute(Func<string, DimensionExpression> replacement) =>
        _terms.Aggregate(
            Of(0), (sum, term) => sum + term.Atoms.Aggregate(Of(term.Coefficient), (product, a) => product * a.Substitute(replacement)));

    public bool Equals(DimensionExpression? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as DimensionExpression);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static DimensionExpression Sum(IEnumerable<DimensionTerm> terms)
    {
        var sum = new List<DimensionTerm>();
        foreach (var term in terms.Order(Comparer<DimensionTerm>.Create((a, b) => DimensionTerm.Compare(b.Atoms, a.Atoms))))
        {
            if (sum.Count > 0 && DimensionTerm.Compare(sum[^1].Atoms, term.Atoms) == 0)
                sum[^1] = term with { Coefficient = checked(sum[^1].Coefficient + term.Coefficient) };
            else sum.Add(term);
        }

        return new([.. sum.Where(t => t.Coefficient != 0)]);
    }

    /// <summary>
    /// q and r of p = q · d + r, where the coefficients in r of terms that are divisible by the leading term of d are reduced to 0 … its
    /// coefficient − 1.
    /// </summary>
    private static (DimensionExpression Quotient, DimensionExpression Remainder) DivideWithRest(
        DimensionExpression p, DimensionExpression d)
    {
        var (quotient, lead) = (Of(0), d._terms[0]);
        for (var i = 0; i < p._terms.Length;)
        {
            var term = p._terms[i];
            var times = QuotientAtom.Floor(term.Coefficient, lead.Coefficient);
            if (times == 0 || term.Without(lead.Atoms) is not { } atoms)
            {
                i++;
                continue;
            }

            // The term becomes its remainder, or vanishes; the greater terms before it are unchanged.
            var part = new DimensionExpression([new(times, atoms)]);
            (quotient, p) = (quotient + part, p - (part * d));
        }

        return (quotient, p);
    }

    /// <summary>
    /// The fraction without common factors. Those of a divisor that is a number do not must be in the number that is added:
    /// ⌊(g · x + c) / (g · n)⌋ = ⌊(x + ⌊c / g⌋) / n⌋.
    /// </summary>
    public static (DimensionExpression Numerator, DimensionExpression Divisor) Cancel(DimensionExpression p, DimensionExpression d)
    {
        var isNumber = d.Constant is not null;
        var (common, number) = (d._terms[0].Atoms, d._terms.Aggregate(0L, (g, t) => Common(g, t.Coefficient)));
        foreach (var term in p._terms.Where(t => !(isNumber && t.IsConstant))) number = Common(number, term.Coefficient);
        foreach (var term in p._terms.Concat(d._terms)) common = Shared(common, term.Atoms);
        return (Over(p), Over(d));

        DimensionExpression Over(DimensionExpression e) => Sum(e._terms.Select(t =>
            new DimensionTerm(QuotientAtom.Floor(t.Coefficient, number), t.Without(common)!)));
    }

    private static List<DimensionAtom> Shared(IReadOnlyList<DimensionAtom> left, IReadOnlyList<DimensionAtom> right)
    {
        var others = right.ToList();
        return [.. left.Where(atom => others.FindIndex(o => o.CompareTo(atom) == 0) is >= 0 and var i && Taken(i))];

        bool Taken(int i)
        {
            others.RemoveAt(i);
            return true;
        }
    }

    /// <summary>⌊(⌊p / m⌋ + b) / n⌋ = ⌊(p + m · b) / (m · n)⌋ for numbers m and n.</summary>
    private static (DimensionExpression Numerator, DimensionExpression Divisor) Join(DimensionExpression p, DimensionExpression d)
    {
        if (d.Constant is not > 0) return (p, d);
        DimensionTerm[] nested = [.. p._terms.Where(t => t is { Coefficient: 1, Atoms: [QuotientAtom { Divisor.Constant: > 0 }] })];
        if (nested.Length != 1) return (p, d);
        var (inner, others) = ((QuotientAtom)nested[0].Atoms[0], Sum(p._terms.Where(t => t != nested[0])));
        return (inner.Numerator + (others * inner.Divisor), inner.Divisor * d);
    }

    private static long Common(long a, long b) => b == 0 ? Math.Abs(a) : Common(b, a % b);
}
