namespace OnnxTrain;

/// <summary>The kinds of the cells of a column, from which follows the kind of the column.</summary>
internal sealed class ColumnTally
{
    /// <summary>The fewest numbers from which a few other cells are slips of the pen.</summary>
    private const int FewestNumbers = 10;

    /// <summary>At least this many values to one slip.</summary>
    private const int ValuesForOneSlip = 20;

    private readonly int[] _counts = new int[(int)CellKind.Text + 1];
    private int _cells, _digits, _leadingZeros;

    public void Add(ColumnBlock block)
    {
        var own = block.Counts();
        for (var i = 0; i < _counts.Length; i++) _counts[i] += own[i];
        (_cells, _digits, _leadingZeros) = (_cells + block.Count, _digits + block.Digits, _leadingZeros + block.LeadingZeros);
    }

    public ColumnKind Kind(out bool hasLeadingZeros)
    {
        var finite = _counts[(int)CellKind.Number];
        hasLeadingZeros = finite > 0 && _leadingZeros > 0 && _digits == finite;
        var present = _cells - _counts[(int)CellKind.Missing] - _counts[(int)CellKind.Blank];
        var numbers = finite + _counts[(int)CellKind.Infinity];
        var commas = _counts[(int)CellKind.CommaNumber];
        if (numbers == present && hasLeadingZeros) return ColumnKind.Categorical;
        hasLeadingZeros = false;

        // Numeric although some cells are not numbers: the merging of the blocks then reports the first of them.
        var fewSlips = numbers >= FewestNumbers && (present - numbers) * (long)ValuesForOneSlip <= present;
        return numbers + commas == present || fewSlips ? ColumnKind.Numeric
            : _counts[(int)CellKind.Boolean] == present ? ColumnKind.Boolean
            : ColumnKind.Categorical;
    }
}
