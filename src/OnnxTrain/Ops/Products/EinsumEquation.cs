namespace OnnxTrain;

/// <summary>
/// An equation such as <c>bij,bjk-&gt;bik</c> for operands of given shapes: a label for each axis. The axes of an ellipsis have separate
/// labels, counted from the last.
/// </summary>
internal sealed class EinsumEquation
{
    private const string Ellipsis = "...";
    private const char FirstOfEllipsis = '\uE000';

    private readonly string _text;
    private readonly Dictionary<char, Dimension> _sizes = [];

    /// <exception cref="ShapeException">The equation is invalid, or the operands do not fit it.</exception>
    public EinsumEquation(string text, IReadOnlyList<Shape> shapes)
    {
        _text = text;
        var sides = string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Split("->");
        if (sides.Length > 2) throw Bad("it has more than one ->");
        var terms = sides[0].Split(',');
        if (terms.Length != shapes.Count) throw Bad($"it has {terms.Length} terms for {shapes.Count} operands");
        Terms = [.. terms.Select((term, i) => Labels(term, shapes[i].Rank, Invariant($"operand {i}, {shapes[i]},")))];
        for (var i = 0; i < terms.Length; i++) Measure(Terms[i], shapes[i]);
        var inEllipsis = _sizes.Keys.Where(label => label >= FirstOfEllipsis).OrderDescending().ToArray();
        Output = sides.Length == 2 ? Labels(sides[1], inEllipsis) : [.. inEllipsis, .. Implied(Terms)];
        if (Output.FirstOrDefault(label => !_sizes.ContainsKey(label)) is not '\0' and var unknown)
            throw Bad($"the result's '{unknown}' is in no operand");
        if (Output.Distinct().Count() != Output.Length)
            throw Bad("an axis of the result is given twice");
    }

    /// <summary>The labels of each operand's axes.</summary>
    public char[][] Terms { get; }

    /// <summary>The labels of the result's axes.</summary>
    public char[] Output { get; }

    /// <summary>The length of the axes with a label; 1 broadcasts.</summary>
    public Dimension Size(char label) => _sizes[label];

    /// <summary>Without an arrow, the labels that occur once, in alphabetical order.</summary>
    private static IEnumerable<char> Implied(char[][] terms) =>
        terms
            .SelectMany(term => term)
            .Where(label => label < FirstOfEllipsis)
            .GroupBy(label => label)
            .Where(group => group.Count() == 1)
            .Select(group => group.Key)
            .Order();

    private char[] Labels(string term, int rank, string where)
    {
        var letters = term.Length - (term.Contains(Ellipsis, StringComparison.Ordinal) ? Ellipsis.Length : 0);
        var inEllipsis = rank - letters;
        if (letters == term.Length ? inEllipsis != 0 : inEllipsis < 0) throw Bad($"{where} has {rank} axes, and '{term}' names {letters}");
        return Labels(term, [.. Enumerable.Range(0, inEllipsis).Reverse().Select(i => (char)(FirstOfEllipsis + i))]);
    }

    private char[] Labels(string term, char[] inEllipsis)
    {
        var parts = term.Split(Ellipsis);
        if (parts.Length > 2)
            throw Bad($"'{term}' has more than one ellipsis");
        if (parts.SelectMany(part => part).FirstOrDefault(c => !char.IsAsciiLetter(c)) is not '\0' and var other)
            throw Bad($"'{other}' is not a letter");
        return parts.Length == 1 ? term.ToCharArray() : [.. parts[0], .. inEllipsis, .. parts[1]];
    }

    private void Measure(char[] term, Shape shape)
    {
        foreach (var (label, size) in term.Zip(shape))
        {
            if (!_sizes.TryGetValue(label, out var known) || known.IsOne)
                _sizes[label] = size;
            else if (size != known && !size.IsOne)
                throw Bad($"the axis {(label >= FirstOfEllipsis ? "of the ellipsis" : $"'{label}'")} is {known} and {size}");
        }
    }

    private ShapeException Bad(string why) => new($"Einsum: '{_text}' cannot be used: {why}.");
}
