using System.Text;

namespace OnnxTrain;

/// <summary>Finds the kind of a column from its cells, and puts them together.</summary>
/// <param name="place">Where a line is, counted from 1, for messages.</param>
/// <param name="lines">The line of each row.</param>
/// <param name="options">The kinds that the user named.</param>
/// <param name="cells">Tells what a cell is.</param>
internal sealed class ColumnMerger(Func<int, string> place, int[] lines, CsvOptions options, CellReader cells)
{
    private const string NoTime =
        "is a number. Numbers are times as seconds or milliseconds since 1970, with --date-format unix or unixms (TimeFeature.Format). "
            + "Write others, such as 20240301 or the days of Excel, as 2024-03-01";

    private const string SetKind = "set the column's kind to Categorical in CsvOptions.Types";

    /// <summary>What was decided that may not be meant, in the words of the tool.</summary>
    public List<string> Notes { get; } = [];

    public CsvColumn ToColumn(string name, ColumnBlock[] blocks)
    {
        if (options.KindOf(name) is { } given) return ToColumn(name, given, blocks);
        var column = ToColumn(name, KindOf(blocks, out var hasLeadingZeros), blocks).Recognized();
        if (hasLeadingZeros) Notes.Add(LeadingZeros(name, column.Categories[0]));
        return column;
    }

    public static string LeadingZeros(string name, string example) =>
        $"'{name}' holds digits with leading zeros, such as {example}, and is taken as text; --numeric takes the numbers instead";

    public CsvColumn ToColumn(string name, ColumnKind kind, ColumnBlock[] blocks) =>
        kind == ColumnKind.Numeric ? Numbers(name, blocks) : Texts(name, kind, blocks);

    private static ColumnKind KindOf(ColumnBlock[] blocks, out bool hasLeadingZeros)
    {
        var tally = new ColumnTally();
        foreach (var block in blocks) tally.Add(block);
        return tally.Kind(out hasLeadingZeros);
    }

    private CsvColumn Numbers(string name, ColumnBlock[] blocks)
    {
        var (numbers, spellings, missing) = (new double[lines.Length], new Spellings(), new MissingTexts());
        var first = 0;
        foreach (var block in blocks)
        {
            if (block.Texts is { } texts) AddTexts(block, texts);
            else AddNumbers(block);
            first += block.Count;
        }

        return new(name, numbers, spellings.Count > 0 ? spellings : null) { MissingTexts = missing.Counts };

        void AddNumbers(ColumnBlock block)
        {
            block.Numbers.AsSpan(0, block.Count).CopyTo(numbers.AsSpan(first));
            for (var i = 0; i < block.Spellings!.Count; i++)
            {
                var row = block.Spellings.RowOf(i);
                Spell(first + row, double.IsNaN(numbers[first + row]), block.Spellings[i]);
            }
        }

        void AddTexts(ColumnBlock block, ByteTexts texts)
        {
            var values = new (double Number, NumberForm Form)[texts.Count];
            for (var code = 0; code < values.Length; code++) cells.Classify(texts[code], out values[code].Number, out values[code].Form);
            for (var i = 0; i < block.Count; i++)
            {
                var code = block.Codes![i];
                numbers[first + i] = values[code].Number;
                if ((values[code].Form & NumberForm.Canonical) == 0 && texts[code].Length > 0)
                    Spell(first + i, double.IsNaN(values[code].Number), texts[code]);
            }
        }

        void Spell(int row, bool isNoNumber, ReadOnlySpan<byte> text)
        {
            spellings.Add(row, text);
            if (!isNoNumber) return;
            if (Problem(cells.Classify(text, out _, out _)) is { } problem) throw Error(name, row, text, problem);
            missing.Add(Encoding.UTF8.GetString(text));
        }
    }

    private static string? Problem(CellKind kind) => kind switch
    {
        CellKind.Missing or CellKind.Blank => null,
        CellKind.Infinity =>
            "is infinite, or too large for a 64-bit number. Write a finite number, or leave the field empty if it is missing",
        CellKind.CommaNumber =>
            "has a comma. Write decimals with a point and thousands without a separator, or set Decimal or Thousands in CsvOptions; if it "
                + "is not a number, " + SetKind,
        _ => "is text in a numeric column. Correct it, leave the field empty if it is missing, name it in CsvOptions.MissingValues if it "
            + "stands for a missing value, or " + SetKind,
    };

    private CsvColumn Texts(string name, ColumnKind kind, ColumnBlock[] blocks)
    {
        var (all, codes, first) = (new ByteTexts(), new int[lines.Length], 0);
        foreach (var block in blocks)
        {
            if (block.Texts is { } texts)
            {
                var places = new int[texts.Count];
                for (var code = 0; code < places.Length; code++) places[code] = all.Add(texts[code], texts.CountOf(code));
                for (var i = 0; i < block.Count; i++) codes[first + i] = places[block.Codes![i]];
            }
            else
            {
                var row = first;
                block.ForEachText(text => codes[row++] = all.Add(text));
            }

            first += block.Count;
        }

        return Coded(name, kind, all, codes);
    }

    /// <summary>A column of texts, those that stand for a missing value taken out.</summary>
    private CsvColumn Coded(string name, ColumnKind kind, ByteTexts texts, int[] codes)
    {
        var (missing, places, kept) = (new MissingTexts(), new int[texts.Count], new List<string>());
        var isVerbatim = options.Verbatim.Contains(name) || (options.KindOfOthers is not null && !options.Types.ContainsKey(name));
        for (var code = 0; code < places.Length; code++)
        {
            var text = Encoding.UTF8.GetString(texts[code]);
            var isMissing = isVerbatim ? text.Length == 0 : cells.IsMissing(text);
            if (isMissing && text.Length > 0) missing.Add(text, texts.CountOf(code));
            if (!isMissing && kind == ColumnKind.Boolean && TruthText.Of(text) is null)
                throw Error(name, Array.IndexOf(codes, code), texts[code], "is neither true/false nor yes/no, as the kind Boolean wants");
            places[code] = isMissing ? CsvColumn.NoCode : kept.Count;
            if (!isMissing) kept.Add(text);
        }

        RequireTimes(name, kind, codes, places, kept);
        for (var row = 0; row < codes.Length; row++) codes[row] = places[codes[row]];
        var column = CsvColumn.OfTexts(name, kind, codes, [.. kept]);
        column.MissingTexts = missing.Counts;
        return column;
    }

    /// <summary>Finds out whether all texts are times, or durations, in a column that the user says to hold some.</summary>
    private void RequireTimes(string name, ColumnKind kind, int[] codes, int[] places, List<string> texts)
    {
        if (kind is not (ColumnKind.Time or ColumnKind.Duration)) return;
        var fitting = kind == ColumnKind.Time
            ? TimeForm.FirstOther(texts)
            : texts.FindIndex(text => DurationForm.Fitting([texts[0], text]) is null) is var place and >= 0 ? place : null;
        if (fitting is not { } other) return;
        var text = Encoding.UTF8.GetBytes(texts[other]);
        throw Error(
            name, Array.IndexOf(codes, Array.IndexOf(places, other)), text,
            kind == ColumnKind.Duration
                ? "is no duration, or not of the form of the first. Correct it, leave the field empty if it is missing, or " + SetKind
                : cells.Classify(text, out _, out _) == CellKind.Number ? NoTime
                : "is no date or time, or not of the form of those before it. Correct it, leave the field empty if it is missing, or "
                    + SetKind);
    }

    private DataException Error(string name, int row, ReadOnlySpan<byte> text, string problem) =>
        new(Invariant($"{place(lines[row])}, column '{name}': '{Encoding.UTF8.GetString(text)}' {problem}."));

    private sealed class MissingTexts
    {
        public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public void Add(string text, int count = 1)
        {
            // All blank texts are one.
            if (text.AsSpan().IsWhiteSpace()) text = " ";
            Counts[text] = Counts.GetValueOrDefault(text) + count;
        }
    }
}
