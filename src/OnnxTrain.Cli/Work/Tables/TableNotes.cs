using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>Notes on what in a table may not be meant as it is taken.</summary>
internal static class TableNotes
{
    private const int Shown = 4, ShownMissing = 8;

    /// <summary>From this part of numbers, on a column of texts may be one of numbers.</summary>
    private const double MostlyNumbers = 0.9;

    /// <param name="read">The table as it was read.</param>
    /// <param name="train">What there is to learn from.</param>
    /// <param name="targets">What is predicted.</param>
    /// <param name="texts">The columns that are split into words.</param>
    /// <param name="notes">Where to add.</param>
    public static void Add(
        CsvTable read, CsvTable train, IReadOnlyList<Target> targets, IReadOnlyCollection<string> texts, List<string> notes)
    {
        notes.AddRange(read.Notes);
        if (read.Columns.All(column => IsNumber(column.Name))) notes.Add("the first row was taken as the names of the columns");
        if (Missing(read, train) is { Length: > 0 } missing) notes.Add($"missing values: {missing}");
        foreach (var column in train.Columns)
        {
            if (column.Kind == ColumnKind.Numeric && !targets.Any(target => target is ClassTarget && target.Name == column.Name)) continue;
            foreach (var (text, count) in read[column.Name].MissingTexts)
                notes.Add($"{Numbers.Count(count, "field")} '{text}' of '{column.Name}' {(count == 1 ? "is" : "are")} taken as missing");
            if (texts.Contains(column.Name)) continue;
            var what = targets.Any(target => target.Name == column.Name) ? "classes" : "texts";
            if (NoteOf(column, targets) is { } time) notes.Add(time);
            if (column.Kind is ColumnKind.Time or ColumnKind.Duration) continue;
            if (Alike(column) is var (how, examples)) notes.Add($"'{column.Name}' has {what} that {how}: {examples}");
            if (NearlyAll(read[column.Name], read) is { } note) notes.Add(note);
        }
    }

    /// <summary>How many values columns lack that a model looks at.</summary>
    private static string Missing(CsvTable read, CsvTable train)
    {
        CsvColumn[] some = [.. train.Columns.Select(column => read[column.Name]).Where(column => column.MissingCount > 0)];
        var list = string.Join(
            ", ", some.OrderByDescending(column => column.MissingCount).Take(ShownMissing).Select(c => $"'{c.Name}' {c.MissingCount:N0}"));
        return some.Length > ShownMissing ? $"{list} and {some.Length - ShownMissing} more columns" : list;
    }

    /// <summary>That a column of texts is one of times or durations.</summary>
    private static string? NoteOf(CsvColumn column, IReadOnlyList<Target> targets)
    {
        if (column.HoldsTicks || targets.Any(target => target.Name == column.Name)) return null;
        var category = $"--categorical {ColumnNames.Typed(column.Name)} takes it as text";
        return column.Kind switch
        {
            ColumnKind.Time when column.TimeForms is [var only] => $"'{column.Name}' holds times, {only.Name}; {category}",
            ColumnKind.Duration => $"'{column.Name}' holds durations; {category}",
            _ => null,
        };
    }

    private static bool IsNumber(string name) => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Texts that may be meant as one.</summary>
    private static (string How, string Examples)? Alike(CsvColumn column)
    {
        var same = column.Categories.GroupBy(Plain, StringComparer.Ordinal).Where(group => group.Count() > 1).ToList();
        if (same.Count == 0) return null;
        string[] texts = [.. same.SelectMany(group => group)];
        var isCase = same.All(group => group.Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1);
        var examples = texts.Take(Shown).Select(text => isCase ? text : $"'{text}'");
        return (isCase ? "differ only in case" : "look alike", string.Join(", ", examples) + (texts.Length > Shown ? " …" : ""));
    }

    private static string Plain(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number.ToString(CultureInfo.InvariantCulture)
        : text.Trim().ToUpperInvariant();

    /// <summary>An offer to read a column of texts as numbers, if all of them but one are.</summary>
    private static string? NearlyAll(CsvColumn column, CsvTable read)
    {
        if (column.Kind != ColumnKind.Categorical) return null;
        if (column.Categories.Where(text => !IsNumber(text)).Take(2).ToList() is not [var only]) return null;
        var rows = Enumerable.Range(0, column.Count).Count(row => column.Text(row) == only);
        var others = column.Count - column.MissingCount - rows;
        if (rows < 2 || others < MostlyNumbers * (others + rows)) return null;
        return $"'{column.Name}' holds {Numbers.Percent((double)others / (others + rows))} numbers and '{only}' in "
            + $"{Numbers.Count(rows, "row")}, and is taken as text; {MissingOption(read, [only])} reads numbers, with those missing";
    }

    /// <summary>The option that takes some texts as missing, besides those that are.</summary>
    public static string MissingOption(CsvTable read, IEnumerable<string> texts)
    {
        var missing = read.Columns.SelectMany(c => c.MissingTexts.Keys).Where(text => text.Trim().Length > 0).Concat(texts).Distinct();
        return $"--missing {CommandLineText.Quoted(string.Join(',', missing))}";
    }
}
