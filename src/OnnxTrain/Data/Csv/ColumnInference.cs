using System.Globalization;
using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>Finds the kind of a column from its cells, and converts them.</summary>
internal sealed class ColumnInference(string file, int[] lines, CsvOptions options)
{
    /// <summary>With fewer numbers than this in a column, text is not treated as a mistake: the column mixes both.</summary>
    private const int FewestNumbers = 10;

    /// <summary>Up to one text in this many values is treated as a mistake in a numeric column.</summary>
    private const int ValuesForOneSlip = 20;

    private const string SetKind = "set the column's kind to Categorical in CsvOptions.Types";

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _missing =
        new HashSet<string>(options.MissingValues, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private enum Cell
    {
        Missing,
        Number,
        Infinity,
        CommaNumber,
        Boolean,
        Text,
    }

    public CsvColumn ToColumn(ColumnCells cells)
    {
        var kind = options.Types.TryGetValue(cells.Name, out ColumnKind given) ? given : KindOf(cells);
        return kind == ColumnKind.Numeric
            ? new CsvColumn(cells.Name, Numbers(cells))
            : Texts(cells, kind);
    }

    private ColumnKind KindOf(ColumnCells cells)
    {
        Span<int> counts = stackalloc int[(int)Cell.Text + 1];
        for (var row = 0; row < cells.Count; row++) counts[(int)Classify(cells[row], out _)]++;

        var present = cells.Count - counts[(int)Cell.Missing];
        var numbers = counts[(int)Cell.Number] + counts[(int)Cell.Infinity];
        var commas = counts[(int)Cell.CommaNumber];

        // Numeric although some cells are not numbers: Numbers then reports the first of them.
        var fewSlips = numbers >= FewestNumbers && (present - numbers) * ValuesForOneSlip <= present;
        return numbers + commas == present || fewSlips ? ColumnKind.Numeric
            : counts[(int)Cell.Boolean] == present ? ColumnKind.Boolean
            : ColumnKind.Categorical;
    }

    private float[] Numbers(ColumnCells cells)
    {
        var numbers = new float[cells.Count];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = Classify(cells[row], out var number) switch
            {
                Cell.Number => number,
                Cell.Missing => float.NaN,
                Cell.Infinity => throw Error(cells, row,
                    "is infinite, or too large for a 32-bit number. Write a finite number, or leave the field empty if it is missing"),
                Cell.CommaNumber => throw Error(cells, row,
                    "has a comma. Write decimals with a point and thousands without a separator; if it is not a number, " + SetKind),
                _ => throw Error(cells, row,
                    "is text in a numeric column. Correct it, leave the field empty if it is missing, or " + SetKind),
            };
        }

        return numbers;
    }

    private CsvColumn Texts(ColumnCells cells, ColumnKind kind)
    {
        var missing = new Dictionary<string, int>();
        // One string object per category, not per row.
        var known = new HashSet<string>();
        var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
        var strings = new string[cells.Count];
        for (var row = 0; row < strings.Length; row++)
        {
            var cell = Classify(cells[row], out _);
            if (kind == ColumnKind.Boolean && cell is not (Cell.Boolean or Cell.Missing))
            {
                throw Error(cells, row, "is neither true/false nor yes/no, as the kind Boolean wants");
            }

            if (cell == Cell.Missing)
            {
                strings[row] = "";
                if (!cells[row].IsWhiteSpace()) CollectionsMarshal.GetValueRefOrAddDefault(missing, cells[row].Trim().ToString(), out _)++;
            }
            else if (!lookup.TryGetValue(cells[row], out strings[row]!))
            {
                known.Add(strings[row] = cells[row].ToString());
            }
        }

        return new CsvColumn(cells.Name, kind, strings) { MissingTexts = missing };
    }

    private Cell Classify(ReadOnlySpan<char> text, out float number)
    {
        number = float.NaN;
        if (text.IsWhiteSpace() || _missing.Contains(text)) return Cell.Missing;

        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return float.IsFinite(number) ? Cell.Number : float.IsInfinity(number) ? Cell.Infinity : Cell.Text;
        }

        return text switch
        {
            _ when Is(text, "true") || Is(text, "false") || Is(text, "yes") || Is(text, "no") => Cell.Boolean,
            _ when Is(text.TrimStart("+-"), "inf") => Cell.Infinity,
            _ when HasComma(text) => Cell.CommaNumber,
            _ => Cell.Text,
        };
    }

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    // 1,5 or 1,000: a number in some countries, and never a name.
    private static bool HasComma(ReadOnlySpan<char> text) =>
        text.Contains(',')
        && float.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);

    private DataException Error(ColumnCells cells, int row, string problem) =>
        new($"{file}, line {lines[row]}, column '{cells.Name}': '{cells[row]}' {problem}.");
}
