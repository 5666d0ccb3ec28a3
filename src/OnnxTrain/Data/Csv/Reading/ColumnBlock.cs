namespace OnnxTrain;

/// <summary>
/// The cells of a column in one block of a file, until its kind is known: numbers and the spellings that do not follow from them, or where
/// texts prevail distinct texts and their numbers. Either way every text can be had exactly.
/// </summary>
internal sealed class ColumnBlock
{
    private const int FewCells = 16;

    private readonly CellReader _cells;
    private readonly int[] _counts = new int[(int)CellKind.Text + 1];

    /// <param name="cells">Tells what a cell is.</param>
    /// <param name="given">The kind that the user named.</param>
    /// <param name="capacity">The number of rows to expect.</param>
    public ColumnBlock(CellReader cells, ColumnKind? given, int capacity)
    {
        _cells = cells;
        if (given is null or ColumnKind.Numeric) (Numbers, Spellings) = (new double[capacity], new());
        else (Codes, Texts) = (new int[capacity], new());
    }

    public int Count { get; private set; }

    /// <summary>The numbers, NaN for cells that are none; null where texts prevail.</summary>
    public double[]? Numbers { get; private set; }

    /// <summary>The texts of cells that do not follow from <see cref="Numbers"/>; empty cells have none.</summary>
    public Spellings? Spellings { get; private set; }

    /// <summary>The number of each cell's text in <see cref="Texts"/>; null where numbers prevail.</summary>
    public int[]? Codes { get; private set; }

    public ByteTexts? Texts { get; private set; }

    /// <summary>How many numbers are digits alone.</summary>
    public int Digits { get; private set; }

    /// <summary>How many of them begin with a 0 before other digits.</summary>
    public int LeadingZeros { get; private set; }

    public void Add(ReadOnlySpan<byte> text)
    {
        if (Codes is not null)
        {
            if (Count == Codes.Length) Codes = Longer(Codes);
            Codes[Count++] = Texts!.Add(text);
            return;
        }

        var kind = _cells.Classify(text, out var number, out var form);
        Tally(kind, form, 1);
        if (Count == Numbers!.Length) Numbers = Longer(Numbers);
        if ((form & NumberForm.Canonical) == 0 && text.Length > 0) Spellings!.Add(Count, text);
        Numbers[Count++] = number;
        if (kind is CellKind.Text or CellKind.Boolean && Count >= FewCells && 2 * OfTexts > Count) TurnToTexts();
    }

    /// <summary>How many cells are of each kind.</summary>
    public ReadOnlySpan<int> Counts()
    {
        if (Texts is null) return _counts;
        (Digits, LeadingZeros) = (0, 0);
        Array.Clear(_counts);
        for (var code = 0; code < Texts.Count; code++)
            Tally(_cells.Classify(Texts[code], out _, out var form), form, Texts.CountOf(code));
        return _counts;
    }

    private int OfTexts => _counts[(int)CellKind.Text] + _counts[(int)CellKind.Boolean];

    private void Tally(CellKind kind, NumberForm form, int count)
    {
        _counts[(int)kind] += count;
        if ((form & NumberForm.Digits) != 0) Digits += count;
        if ((form & NumberForm.LeadingZero) != 0) LeadingZeros += count;
    }

    private void TurnToTexts()
    {
        (Codes, Texts) = (new int[Numbers!.Length], new());
        var row = 0;
        ForEachText(text => Codes[row++] = Texts.Add(text));
        (Numbers, Spellings) = (null, null);
    }

    /// <summary>Visits the text of each cell among numbers.</summary>
    public void ForEachText(Action<ReadOnlySpan<byte>> visit)
    {
        Span<byte> buffer = stackalloc byte[NumberText.MostBytes];
        var spelling = 0;
        for (var row = 0; row < Count; row++)
        {
            if (spelling < Spellings!.Count && Spellings.RowOf(spelling) == row) visit(Spellings[spelling++]);
            else visit(double.IsNaN(Numbers![row]) ? [] : NumberText.Write(Numbers[row], buffer));
        }
    }

    private static T[] Longer<T>(T[] values)
    {
        const int first = 64;
        Array.Resize(ref values, Math.Max(first, 2 * values.Length));
        return values;
    }
}
