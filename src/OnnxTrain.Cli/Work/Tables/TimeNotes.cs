using System.Globalization;
using System.Text.RegularExpressions;

namespace OnnxTrain.Cli;

/// <summary>Notes on columns whose values look like dates or times, and are not taken as such.</summary>
internal static partial class TimeNotes
{
    private const int Shown = 3, LeastDay = 1900_01_01, MostDay = 2100_12_31, LeastLength = 8, LeastDigits = 4;

    /// <summary>From this part of times on a column of texts may be one of times.</summary>
    private const double MostlyTimes = 0.9;

    /// <summary>Dates of which .NET knows only that they may be some if it is told.</summary>
    private static readonly string[] OtherForms =
    [
        "dd.MM.yy", "d.M.yy", "dd.MM.yy HH:mm", "dd.MM.yyyy HH:mm zzz", "dd.MM.yyyy HH:mm:ss zzz", "dd-MM-yy", "dd/MM/yy",
        "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmm", "yyyyMMdd HHmmss", "yyyy-MM-dd'T'HH", "yyyy-MM-dd HH",
    ];

    /// <param name="read">The table as it was read.</param>
    /// <param name="decided">Columns that are no inputs, or of which it was said what they are.</param>
    /// <param name="notes">Where to add.</param>
    public static void Add(CsvTable read, IReadOnlyCollection<string> decided, List<string> notes)
    {
        foreach (var column in read.Columns.Where(column => !decided.Contains(column.Name)))
        {
            var note = column.Kind switch
            {
                ColumnKind.Categorical => OfTexts(column, texts => TableNotes.MissingOption(read, texts)),
                ColumnKind.Numeric => OfNumbers(column),
                _ => null,
            };
            if (note is not null) notes.Add(note);
        }
    }

    private static string? OfTexts(CsvColumn column, Func<IEnumerable<string>, string> missing)
    {
        var texts = column.Categories;
        var fitting = TimeForm.All.Select(form => (Form: form, Texts: texts.Where(text => form.TryParse(text, out _)).ToHashSet()))
            .Where(form => form.Texts.Count > 0)
            .OrderByDescending(form => form.Texts.Count)
            .ToList();
        var (times, ofBest) = (fitting.SelectMany(form => form.Texts).ToHashSet(), fitting.Count > 0 ? fitting[0].Texts : []);
        if (times.Count < texts.Count / 2) return OfStrange(column);
        var (present, known, best) = (0, 0, 0);
        for (var row = 0; row < column.Count; row++)
        {
            var text = column.Text(row);
            if (text.Length == 0) continue;
            present++;
            if (times.Contains(text)) known++;
            if (ofBest.Contains(text)) best++;
        }

        if (known == 0 || known < MostlyTimes * present) return null;
        var name = $"'{column.Name}'";
        string[] others = [.. texts.Where(text => !ofBest.Contains(text))];
        if (best >= MostlyTimes * present && (known < present || others.Length <= Shown))
        {
            var list = string.Join(", ", others.Take(Shown).Select(text => $"'{text}'")) + (others.Length > Shown ? " …" : "");
            var advice = others.Length <= Shown ? $", or {missing(others)} reads times, with those missing" : "";
            return $"{name} holds {Numbers.Percent((double)best / present)} times and {list} in {Numbers.Count(present - best, "row")}, "
                + $"and is taken as text; correct them{advice}";
        }

        var second = fitting.First(form => form.Texts.Any(text => !ofBest.Contains(text)));
        return $"{name} holds times of several forms, such as '{ofBest.First()}' ({fitting[0].Form.Name}) and "
            + $"'{second.Texts.First(text => !ofBest.Contains(text))}' ({second.Form.Name}), and is taken as text; write all in one form";
    }

    /// <summary>That nearly all texts look like dates, of forms that are not known.</summary>
    private static string? OfStrange(CsvColumn column)
    {
        var texts = column.Categories;
        var dates = texts.Count(LooksLikeDate);
        return dates > 1 && dates >= MostlyTimes * texts.Count
            ? $"'{column.Name}' holds texts such as '{texts.First(LooksLikeDate)}', which look like dates of a form that is not known, and "
                + "are taken as text; written as 2024-03-01 or 2024-03-01 14:30:05 they are taken as times"
            : null;
    }

    private static bool LooksLikeDate(string text)
    {
        var date = ZoneName().Replace(text.Trim(), "").Replace(',', '.');
        return date.Length >= LeastLength
            && date.Count(char.IsAsciiDigit) >= LeastDigits
            && (DateTime.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                || DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                || DateTime.TryParseExact(date, OtherForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    [GeneratedRegex(" [A-Z]{2,5}$")]
    private static partial Regex ZoneName();

    /// <summary>That all numbers are days as in 20240301.</summary>
    private static string? OfNumbers(CsvColumn column)
    {
        var (areDays, first, day, isOne) = (true, 0.0, default(DateOnly), true);
        column.ForEachNumber((_, numbers) =>
        {
            foreach (var number in numbers)
            {
                if (double.IsNaN(number)) continue;
                areDays = number is >= LeastDay and <= MostDay
                    && number == Math.Floor(number)
                    && DateOnly.TryParseExact(
                        number.ToString(CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                        out day);
                if (!areDays) return false;
                isOne &= first == 0 || number == first;
                first = number;
            }

            return true;
        });
        return areDays && !isOne
            ? $"'{column.Name}' holds numbers such as {first}, which look like dates and are taken as numbers; written as "
                + $"{day:yyyy-MM-dd} they are taken as times"
            : null;
    }
}
